/** The threads of the repository map: one that keeps it and answers, and readers that it starts while there is much to read. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { createMapper, type Mapper } from './mapper';
import { createReadMany, readLines } from './readers';
import type { MapperAnswer, MapperCall, ReaderAnswer, ReaderCall, ThreadData } from './wire';

// Whoever starts the thread is of the same build.
const data = workerData as ThreadData;

function readFor(port: MessagePort): void {
  port.on('message', async ({ id, root, files }: ReaderCall) => {
    port.postMessage({ id, lines: await readLines(root, files, data.grammars) } satisfies ReaderAnswer);
  });
}

function answerOn(port: MessagePort): void {
  const read = createReadMany(data);
  const mappers = new Map<string, Promise<Mapper>>();
  let queue: Promise<unknown> = Promise.resolve();
  const mapperOf = ({ place }: MapperCall) => {
    const key = `${place.root}\n${place.state}`;
    const known = mappers.get(key) ?? createMapper(place, read, data.ripgrep);
    mappers.set(key, known);
    known.catch(() => mappers.delete(key));
    return known;
  };
  const answer = async (call: MapperCall) => {
    const mapper = await mapperOf(call);
    await mapper.refresh(call.place.hide);
    return mapper.rank(call.request);
  };
  port.on('message', (call: MapperCall) => {
    queue = queue.then(async () => {
      const said: MapperAnswer = await answer(call).then(
        (found) => ({ id: call.id, answer: found }),
        (error: unknown) => ({ id: call.id, error: error instanceof Error ? error.message : String(error) }),
      );
      port.postMessage(said);
    });
  });
}

if (parentPort !== null) (data.role === 'reader' ? readFor : answerOn)(parentPort);
