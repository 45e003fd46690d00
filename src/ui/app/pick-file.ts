/** Lets the user choose a file; works where there is no file picker API as well. */
export function filePicker(onFiles: (files: readonly File[]) => void): () => void {
  const input = document.createElement('input');
  input.type = 'file';
  input.hidden = true;
  input.multiple = true;
  input.setAttribute('aria-label', 'Capture file');
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    // The same file can be chosen again.
    input.value = '';
    onFiles(files);
  });
  document.body.append(input);
  return () => input.click();
}
