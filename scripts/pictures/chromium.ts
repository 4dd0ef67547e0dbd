/** Chromium of the system, without a window and without a word to anybody. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { createShell } from '../../src/base/shell.ts';

const program = '/usr/bin/chromium';
const packages = ['chromium', 'fonts-noto-color-emoji', 'fonts-inter'];
const files = [
  program,
  '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf',
  '/usr/share/doc/fonts-inter',
];

/**
 * Starts Chromium; on Debian, as root, it is installed first where it is missing.
 *
 * @throws Error when there is none and it cannot be installed
 */
export async function startChromium(tell: (message: string) => void): Promise<Browser> {
  if (!files.every((file) => existsSync(file))) await install(tell);
  return chromium.launch({
    executablePath: program,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

async function install(tell: (message: string) => void): Promise<void> {
  tell(`Installing ${packages.join(', ')} from Debian`);
  const shell = createShell({ timeout: 8 * 60_000 });
  const script = `apt-get update --quiet=2
    apt-get install --quiet=2 --yes --no-install-recommends ${packages.join(' ')}`;
  const result = await shell`env DEBIAN_FRONTEND=noninteractive sh -euc ${script}`;
  if (result.exitCode !== 0) {
    throw new Error(`Chromium is missing and cannot be installed:\n${result.stderr}`);
  }
}
