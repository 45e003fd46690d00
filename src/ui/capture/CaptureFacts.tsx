import type { ReactNode } from 'react';
import type { CaptureStatus } from '../../worker/api.ts';
import './CaptureFacts.css';

/** What the file says of itself. */
export function CaptureFacts({ status }: { readonly status: CaptureStatus }): ReactNode {
  const facts = [
    { label: 'File', value: status.name },
    { label: 'Format', value: status.format },
    { label: 'Size', value: `${status.size.toLocaleString('en')} octets` },
    ...status.details,
    ...status.faults.map(({ offset, message }) => ({
      label: 'Damage',
      value: `octet ${offset.toLocaleString('en')}: ${message}`,
    })),
  ].map((fact, at) => ({ ...fact, key: `${at} ${fact.label}` }));
  return (
    <dl className="capture-facts">
      {facts.map(({ key, label, value }) => (
        <div key={key} className="capture-fact">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
