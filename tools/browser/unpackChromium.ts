import { fileURLToPath } from 'node:url'

import chromium, { inflate } from '@sparticuz/chromium'

/*
 * A program: unpacks the Chromium that comes with the npm package into the folder for temporary files, which is where the
 * package has it. Whoever wants it elsewhere sets TMPDIR, which is why this is a process of its own.
 */

await chromium.executablePath()
// Libraries that small images of Linux lack.
await inflate(fileURLToPath(new URL('../bin/al2023.tar.br', import.meta.resolve('@sparticuz/chromium'))))
