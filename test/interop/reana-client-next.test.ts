/** The newest client: workflow bundles, and the token as Bearer. */
import { describe } from 'vitest';

import { tellClientStory } from './client-story.ts';

describe('the newest reana-client against the embedded REANA of the next generation', () => {
  tellClientStory({ client: 'reana-client-next', generation: 'next' });
});
