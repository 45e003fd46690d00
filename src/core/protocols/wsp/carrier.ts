import type { CodedValue } from '../../dissect/push-carrier.ts';
import { type ContentType, contentType, mediaCodeOf, parametersOf } from './media.ts';
import { parameterName, parameterText } from './parameter.ts';

/** A content type as the rules of contents see it. */
export function codedType(type: ContentType, source: number, start: number, end: number): CodedValue {
  const code = mediaCodeOf(type);
  const text = contentType.text(type);
  return code === undefined ? { text, source, start, end } : { text, code, source, start, end };
}

export function parameters(type: ContentType): readonly { readonly name: string; readonly value: string }[] {
  return parametersOf(type).map((one) => ({ name: parameterName(one), value: parameterText(one) }));
}

/** `text/plain, charset UTF-8`: what undecoded data are. */
export function dataLabel(type: ContentType, encoding?: string): string {
  const parts = parameters(type).map(({ name, value }) => `${name} ${value}`);
  return [contentType.text(type), ...parts, ...(encoding === undefined ? [] : [`${encoding} content coding`])].join(
    ', ',
  );
}
