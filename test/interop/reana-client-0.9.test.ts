/** The stable client speaks to the stable server. */
import { describe } from 'vitest';

import { tellClientStory } from './client-story.ts';

describe('reana-client 0.9 against the embedded REANA 0.9', () => {
  tellClientStory({
    client: 'reana-client-0.9',
    generation: '0.9',
    // Its downloads repeat the name of the file in the query.
    habit: /workspace\/.+ query parameter "file_name" is not documented$/,
  });
});
