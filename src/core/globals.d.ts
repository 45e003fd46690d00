/**
 * The few platform globals that browsers, workers and Node share and that the core may use.
 * Everything else of the DOM stays unknown here, so that `document` or `window` in the core does not compile.
 */

interface TextDecoderOptions {
  readonly fatal?: boolean;
  readonly ignoreBOM?: boolean;
}

declare class TextDecoder {
  constructor(label?: string, options?: TextDecoderOptions);
  readonly encoding: string;
  decode(input?: ArrayBufferView | ArrayBuffer, options?: { readonly stream?: boolean }): string;
}

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}

declare function atob(base64: string): string;
declare function btoa(binary: string): string;

interface CoreStreamReader {
  read(): Promise<
    | { readonly done: false; readonly value: Uint8Array<ArrayBuffer> }
    | { readonly done: true; readonly value?: undefined }
  >;
  cancel(reason?: unknown): Promise<void>;
  releaseLock(): void;
}

interface CoreStreamWriter {
  readonly ready: Promise<undefined>;
  write(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
  abort(reason?: unknown): Promise<void>;
}

declare class DecompressionStream {
  constructor(format: 'gzip' | 'deflate' | 'deflate-raw');
  readonly readable: { getReader(): CoreStreamReader };
  readonly writable: { getWriter(): CoreStreamWriter };
}

declare const performance: { now(): number };
