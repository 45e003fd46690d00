import { icon } from './icon.tsx';

export const FolderIcon = icon(<path d="M1.75 12.5v-9h4l1.5 2h7v7z" />);
export const PasteIcon = icon(<path d="M5.5 2.75h-2v11.5h9V2.75h-2M5.5 1.75h5v2.5h-5zM6 7.5h4M6 10.5h4" />);
export const KeyIcon = icon(<path d="M8.5 8.5l5.5-5.5M11.5 5.5l2 2M8.25 8.25a3 3 0 1 0-.5 5 3 3 0 0 0 .5-5z" />);
export const LayersIcon = icon(<path d="M8 2l6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3" />);
export const SunIcon = icon(
  <path d="M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1" />,
);
export const MoonIcon = icon(<path d="M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z" />);
export const HelpIcon = icon(
  <path d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM6 6.25C6 5 7 4.5 8 4.5s2 .6 2 1.75C10 7.5 8 7.75 8 9M8 11.4v.1" />,
);
export const CloseIcon = icon(<path d="M3.5 3.5l9 9M12.5 3.5l-9 9" />);
export const CheckIcon = icon(<path d="M3 8.5l3.5 3.5L13 4.5" />);
export const CrossIcon = icon(<path d="M4 4l8 8M12 4l-8 8" />);
export const FileIcon = icon(<path d="M3.5 1.75h6l3 3v9.5h-9zM9.5 1.75v3h3" />);
export const StopIcon = icon(<path d="M4 4h8v8H4z" />);
export const ReloadIcon = icon(<path d="M13 8a5 5 0 1 1-1.5-3.5M13.25 1.75v3.5h-3.5" />);
export const ShieldIcon = icon(<path d="M8 1.5l5.5 2v4c0 3.5-2.5 6-5.5 7-3-1-5.5-3.5-5.5-7v-4zM5.5 8l2 2 3.5-3.5" />);
export const CommentIcon = icon(<path d="M2 3h12v8H8l-3 2.5V11H2z" />);
export const AlertIcon = icon(<path d="M8 2l6.5 11.5h-13zM8 6.5v3M8 11.4v.1" />);
export const SortedUpIcon = icon(<path d="M4.5 9.75L8 6.25l3.5 3.5" />);
export const SortedDownIcon = icon(<path d="M4.5 6.25L8 9.75l3.5-3.5" />);
export const SubmenuIcon = icon(<path d="M6.25 4.5L9.75 8l-3.5 3.5" />);
export const FilterIcon = icon(<path d="M1.75 2.5h12.5l-4.75 6v5l-3-1.75V8.5z" />);
export const BookmarkIcon = icon(<path d="M4 1.75h8v12.5l-4-3-4 3z" />);
export const HistoryIcon = icon(<path d="M2.5 8a5.5 5.5 0 1 0 1.75-4M2.25 2v2.5h2.5M8 5v3.25l2.25 1.5" />);
export const SearchIcon = icon(<path d="M7 2a5 5 0 1 0 0 10A5 5 0 0 0 7 2zM10.75 10.75l3.5 3.5" />);
export const EllipsisIcon = icon(<path d="M3 8.1V8M8 8.1V8M13 8.1V8" />);
export const TrashIcon = icon(<path d="M2.5 4h11M6 4V2.25h4V4M4 4l.75 9.75h6.5L12 4" />);
