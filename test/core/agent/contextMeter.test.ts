import { expect, it } from 'vitest';
import { createContextMeter } from '../../../src/core/agent/contextMeter';
import { type Message, noUsage } from '../../../src/core/messages';

const message = (text: string): Message => ({ role: 'user', content: [{ type: 'text', text }] });

it('estimates by characters until a usage corrects it', () => {
  const meter = createContextMeter();
  const messages = [message('x'.repeat(35_000))];
  expect(meter.estimate([], [], messages)).toBeGreaterThan(9_900);
  expect(meter.estimate([], [], messages)).toBeLessThan(10_200);
  meter.correct({ ...noUsage, input: 1000, cacheRead: 10_000, cacheWrite: 1500 });
  expect(meter.estimate([], [], messages)).toBe(12_500);
  expect(meter.estimate([], [], [...messages, message('y'.repeat(3500))])).toBeGreaterThan(13_500);
});
it('an image counts as vendors count it', () => {
  const meter = createContextMeter();
  const image: Message = {
    role: 'user',
    content: [{ type: 'image', mediaType: 'image/png', base64: 'A'.repeat(4_000_000) }],
  };
  expect(meter.estimate([], [], [image])).toBeLessThan(2000);
});
it('a usage of nothing changes nothing', () => {
  const meter = createContextMeter();
  const before = meter.estimate(['system'], [], []);
  meter.correct(noUsage);
  expect(meter.estimate(['system'], [], [])).toBe(before);
});
