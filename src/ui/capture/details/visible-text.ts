export { safeText, visibleText } from '../../../core/base/visible-text.ts';
