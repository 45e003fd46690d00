/** The part of the File Handling API that is used here; the DOM typings do not have it yet. */
interface LaunchParams {
  readonly files?: readonly FileSystemFileHandle[];
}
interface LaunchQueue {
  setConsumer(consumer: (params: LaunchParams) => void): void;
}

/**
 * Calls back with the files the operating system opened the installed app with.
 * Files that have gone or may not be read are left out; launches without files are not reported.
 */
export function onLaunchedFiles(callback: (files: File[]) => void): void {
  const { launchQueue } = globalThis as { readonly launchQueue?: LaunchQueue };
  launchQueue?.setConsumer((params) => {
    void readAll(params.files ?? []).then((files) => {
      if (files.length > 0) callback(files);
    });
  });
}

async function readAll(handles: readonly FileSystemFileHandle[]): Promise<File[]> {
  const results = await Promise.allSettled(handles.map((handle) => handle.getFile()));
  return results.filter((result) => result.status === 'fulfilled').map((result) => result.value);
}
