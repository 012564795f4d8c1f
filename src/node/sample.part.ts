/** The sample answers as a part of their own: their texts are read only where no model is set up. */
import { type SampleServer, type SampleServerOptions, startSampleServer } from './sampleServer';

/** What the part gives to whoever loads it. */
export interface SamplePart {
  startSampleServer(options?: SampleServerOptions): Promise<SampleServer>;
}

declare module '../core/host' {
  interface Parts {
    sample: SamplePart;
  }
}

export const part: SamplePart = { startSampleServer };
