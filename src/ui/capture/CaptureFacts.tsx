import type { ReactNode } from 'react';
import type { CaptureStatus } from '../../worker/api.ts';
import { grouped } from '../widgets/grouped.ts';
import { counted } from '../widgets/signs.ts';
import { visibleText } from './details/visible-text.ts';
import './CaptureFacts.css';

/** What the file says of itself. */
export function CaptureFacts({ status }: { readonly status: CaptureStatus }): ReactNode {
  const facts = [
    { label: 'File', value: status.name },
    { label: 'Format', value: status.format },
    { label: 'Size', value: counted(status.size, 'octet') },
    ...status.details,
    ...status.faults.map(({ offset, message }) => ({
      label: 'Damage',
      value: `octet ${grouped(offset)}: ${message}`,
    })),
  ].map((fact, at) => ({ ...fact, key: `${at} ${fact.label}` }));
  return (
    <dl className="capture-facts">
      {facts.map(({ key, label, value }) => (
        <div key={key} className="capture-fact">
          <dt>{visibleText(label)}</dt>
          <dd>{visibleText(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
