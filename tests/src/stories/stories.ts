import type { Story } from './story.ts';
import { twoWarehouses } from './two-warehouses.ts';

/** All stories, in the order in which a newcomer may want to see them. */
export const stories: readonly Story[] = [twoWarehouses];
