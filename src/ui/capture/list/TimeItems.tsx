import { ContextMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { CheckIcon, SubmenuIcon } from '../../widgets/icons.tsx';
import { TIME_FORMATS, TIME_PRECISIONS, type TimeFormat, type TimePrecision } from './time-format.ts';

/** How times are shown, and how to have them shown otherwise. */
export interface TimeChoices {
  readonly format: TimeFormat;
  readonly precision: TimePrecision;
  readonly onFormat: (format: TimeFormat) => void;
  readonly onPrecision: (precision: TimePrecision) => void;
}

interface TimeItemsProps {
  readonly choices: TimeChoices;
  /** What submenus open in. */
  readonly home: HTMLElement | null;
}

/** Of the menu of the list's head: in which format times are shown, and how finely. */
export function TimeItems({ choices, home }: TimeItemsProps): ReactNode {
  const { format, precision, onFormat, onPrecision } = choices;
  return (
    <>
      <Choice label="Time format" items={TIME_FORMATS} chosen={format} onChoose={onFormat} home={home} />
      <Choice label="Time precision" items={TIME_PRECISIONS} chosen={precision} onChoose={onPrecision} home={home} />
    </>
  );
}

interface ChoiceProps<Id extends string> {
  readonly label: string;
  readonly items: readonly { readonly id: Id; readonly label: string }[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
  readonly home: HTMLElement | null;
}

function Choice<Id extends string>({ label, items, chosen, onChoose, home }: ChoiceProps<Id>): ReactNode {
  return (
    <ContextMenu.Sub>
      <ContextMenu.SubTrigger className="menu-item">
        {label}
        <SubmenuIcon />
      </ContextMenu.SubTrigger>
      <ContextMenu.Portal container={home}>
        <ContextMenu.SubContent className="menu list-header-menu" collisionPadding={8}>
          <ContextMenu.RadioGroup value={chosen}>
            {items.map((item) => (
              <ContextMenu.RadioItem
                key={item.id}
                className="menu-item"
                value={item.id}
                onSelect={() => onChoose(item.id)}
              >
                <ContextMenu.ItemIndicator className="menu-check">
                  <CheckIcon />
                </ContextMenu.ItemIndicator>
                {item.label}
              </ContextMenu.RadioItem>
            ))}
          </ContextMenu.RadioGroup>
        </ContextMenu.SubContent>
      </ContextMenu.Portal>
    </ContextMenu.Sub>
  );
}
