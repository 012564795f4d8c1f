import { createApp } from './app.ts';
import { readConfig } from './config.ts';

const { port } = readConfig(process.env);
const server = createApp();

server.listen(port, () => console.log(`Daybook answers on http://127.0.0.1:${port}`));
process.once('SIGTERM', () => server.close());
