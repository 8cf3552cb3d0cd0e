// A wire between browser and server that can be cut as sleep and changing networks cut it: silently.

import { connect, createServer } from 'node:net';

/**
 * @param {string} url the server behind it
 * @returns {Promise<{url: string, hang: () => void, stop: () => Promise<void>}>} `hang`: event streams that are open now
 *   carry nothing any more, and nobody is told; new ones do
 */
export async function wire(url) {
  const { hostname, port } = new URL(url);
  const streams = new Set();
  const open = new Set();
  const wire = createServer((near) => {
    const far = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
    let hung = false;
    const line = { hang: () => (hung = true) };
    near.on('data', (part) => {
      if (/^GET \S+\/strom/.test(part.toString('latin1'))) streams.add(line);
      if (!hung) far.write(part);
    });
    far.on('data', (part) => {
      if (!hung) near.write(part);
    });
    for (const [one, other] of [[near, far], [far, near]]) {
      open.add(one);
      one.on('error', () => one.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise((done) => wire.listen(0, '127.0.0.1', done));
  const hang = () => {
    for (const line of streams) line.hang();
    streams.clear();
  };
  const stop = async () => {
    for (const one of open) one.destroy();
    await new Promise((done) => wire.close(done));
  };
  return { url: `http://localhost:${wire.address().port}`, hang, stop };
}
