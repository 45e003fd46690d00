/** Loads what the list needs for what few people do; from the second time on it is there. */
export const loadListTools = () => import('./list-tools.ts');
