// Packs files for precompress.py: standard input is JSON, [{from, gz, br, quality}]; every file is written whole or not
// at all. Node has Brotli in its own library, and packs on several cores at once.

import { readFile, rename, writeFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import zlib from "node:zlib";

const gzip = promisify(zlib.gzip);
const brotli = promisify(zlib.brotliCompress);
const { BROTLI_PARAM_LGWIN, BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT, BROTLI_MAX_WINDOW_BITS } = zlib.constants;

async function write(path, content) {
  const part = `${path}.${process.pid}.part`;
  await writeFile(part, content);
  await rename(part, path);
}

const jobs = JSON.parse(await text(process.stdin));

async function work() {
  for (let job = jobs.pop(); job; job = jobs.pop()) {
    const content = await readFile(job.from);
    const params = {
      [BROTLI_PARAM_QUALITY]: job.quality,
      [BROTLI_PARAM_SIZE_HINT]: content.length,
      [BROTLI_PARAM_LGWIN]: BROTLI_MAX_WINDOW_BITS,
    };
    await write(job.br, await brotli(content, { params }));
    await write(job.gz, await gzip(content, { level: 9 }));
  }
}

await Promise.all([work(), work(), work(), work()]);
