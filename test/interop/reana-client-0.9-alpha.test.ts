/** The stable client speaks to the alpha of the server, which still understands it. */
import { describe } from 'vitest';

import { tellClientStory } from './client-story.ts';
import { reference, references } from './references.ts';

describe.skipIf(references === undefined)(
  'reana-client 0.9 against the embedded REANA 0.95',
  () => {
    tellClientStory({
      client: 'reana-client-0.9',
      generation: '0.95',
      description: reference('reana-openapi', 'reana_server.v0.95.json'),
      habit: /workspace\/.+ query parameter "file_name" is not documented$/,
      cannotStop: true,
      withoutFiles: true,
    });
  },
);
