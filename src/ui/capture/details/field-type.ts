import type { FieldView } from '../../../worker/api.ts';

export type FieldType = FieldView['type'];
