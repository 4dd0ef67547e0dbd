/** The search for a text in a file, however long that is. */

/**
 * Looks for a text in what comes part by part, so that memory does not grow with the file.
 *
 * @param content not empty
 */
export function createSearch(content: string) {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let tail = '';
  let state: boolean | 'no text' = false;
  const look = (bytes?: Uint8Array) => {
    if (state === 'no text') return;
    try {
      const text =
        tail + (bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true }));
      if (text.includes(content)) state = true;
      tail = text.slice(text.length - Math.min(text.length, content.length - 1));
    } catch {
      state = 'no text';
    }
  };
  return {
    take: (part: Uint8Array) => {
      look(part);
    },
    end: () => {
      look();
      return state;
    },
  };
}
