import type { ErpName } from './erp-house.ts';
import type { Trigger } from './salesforce-house.ts';
import type { Tell } from './telling.ts';
import type { World, WorldWishes } from './world.ts';

/** One whole-system story. `play` answers its last line; what goes otherwise than promised ends it with an error. */
export type Story = {
  readonly name: string;
  /** One sentence for the list. */
  readonly about: string;
  /** The ERPs that it can be told with. */
  readonly erps: readonly ErpName[];
  /** The most quotes that it can be told with; left out: 200. */
  readonly quotesMax?: number;
  readonly wishes: Omit<WorldWishes, 'erp'>;
  readonly play: (world: World, tell: Tell, size: StorySize) => Promise<string>;
  /** Whether a last line says that all went as promised; left out: one that finds nothing wrong does. */
  readonly isWell?: (lastLine: string) => boolean;
};

/** How much happens in a story, where it can be more or less; left out: as much as a test has time for. */
export type StorySize = { readonly quotes?: number; readonly hasFaults?: boolean; readonly hasKills?: boolean; readonly trigger?: Trigger };

/** How a story ended. */
export type Played = { readonly erp: ErpName; readonly lastLine: string; readonly seconds: number };
