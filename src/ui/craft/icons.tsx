import { icon } from '../widgets/icon.tsx';

export const FoldIcon = icon(<path d="M4.5 6.5L8 10l3.5-3.5" />);
export const PinIcon = icon(<path d="M5.5 2h5M6.5 2v4.5L4 9.5h8l-2.5-3V2M8 9.5V14" />);
export const UnpinIcon = icon(<path d="M5.5 2h5M6.5 2v2.5M4 9.5h5M9.5 2v4.5l2 2.5M8 9.5V14M2.5 2.5l11 11" />);
export const CopyIcon = icon(<path d="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" />);
export const RemoveIcon = icon(<path d="M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.5 9h6l.5-9" />);
export const PlusIcon = icon(<path d="M8 3v10M3 8h10" />);
export const UndoIcon = icon(<path d="M5.5 3L2.5 6l3 3M2.5 6h7a3.5 3.5 0 0 1 0 7H6" />);
export const RedoIcon = icon(<path d="M10.5 3l3 3-3 3M13.5 6h-7a3.5 3.5 0 0 0 0 7H10" />);
export const LinkIcon = icon(
  <path d="M7 9.5l-1 1a2.5 2.5 0 0 1-3.5-3.5l2-2A2.5 2.5 0 0 1 8 5M9 6.5l1-1a2.5 2.5 0 0 1 3.5 3.5l-2 2A2.5 2.5 0 0 1 8 11" />,
);
export const SaveIcon = icon(<path d="M8 2v8M4.5 7L8 10.5 11.5 7M2.5 13.5h11" />);
export const SameIcon = icon(<path d="M3.5 6h9M3.5 10h9" />);
export const ChangedIcon = icon(<path d="M3.5 6h9M3.5 10h9M11 3L5 13" />);
export const LeftOnlyIcon = icon(<path d="M3.5 8h9" />);
