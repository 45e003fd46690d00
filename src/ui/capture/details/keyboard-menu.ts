/**
 * Opens a context menu that the keyboard asked for at `element` (the active row or cell) instead of the middle of the pane, where
 * browsers report it. Gives false for menus of a mouse or finger, which stay where they are.
 */
export function openMenuAt(event: MouseEvent, element: HTMLElement | null): boolean {
  if (element === null || !event.isTrusted || event.button > 0) return false;
  // Button 0 is the keyboard too in some browsers, but also a long touch, and Ctrl+click of a Mac.
  if (event.button === 0 && (event.ctrlKey || (event as PointerEvent).pointerType === 'touch')) return false;
  event.preventDefault();
  event.stopPropagation();
  const { left, bottom } = element.getBoundingClientRect();
  element.dispatchEvent(
    new PointerEvent('contextmenu', {
      bubbles: true,
      cancelable: true,
      button: 2,
      clientX: left + 16,
      clientY: bottom,
    }),
  );
  return true;
}
