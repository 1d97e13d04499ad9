import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Message, newHeader, parse, serialize } from '#listenlab/notebook/jupyter/wire.js';

/** What refuses a message that cannot be read. */
const refusal = (message: string) => expect.objectContaining({ name: 'WireError', message });

const KEY = 'a0436f6c-1916-498b-8eb9-e81ab9368e84';

const bytes = fc.uint8Array({ maxLength: 40 });
const json = fc.dictionary(
  fc.string(),
  fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value))),
);
const identity = fc.uint8Array({ minLength: 1, maxLength: 20 });
const message: fc.Arbitrary<Message> = fc.record({
  identities: fc.array(identity, { maxLength: 3 }),
  header: fc
    .record({
      msg_id: fc.string(),
      msg_type: fc.string(),
      session: fc.string(),
      username: fc.string(),
      date: fc.string(),
      version: fc.string(),
    })
    .map((header) => ({ ...header })),
  parent: fc.constantFrom({}, { msg_id: 'parent', msg_type: 'execute_request' }),
  metadata: json,
  content: json,
  buffers: fc.array(bytes, { maxLength: 3 }),
});

/** Compares as JSON, so that any property name counts, even `__proto__`; and bytes as bytes. */
function plain({ identities, header, parent, metadata, content, buffers }: Message) {
  return {
    frames: [...identities, ...buffers].map((frame) => Buffer.from(frame).toString('hex')),
    counts: [identities.length, buffers.length],
    json: JSON.stringify([header, parent, metadata, content]),
  };
}

describe('an unpaired surrogate', () => {
  it('arrives as U+FFFD in text and names, while whole characters are unchanged', () => {
    const content = { 'n\ud83c': ['DJ \ud83c', '🎵', '\\ud83c'] };
    const frames = serialize(
      { identities: [], header: newHeader('stream', 's'), parent: {}, metadata: {}, content, buffers: [] },
      KEY,
    );
    expect(parse(frames, KEY).content).toEqual({ 'n\ufffd': ['DJ \ufffd', '🎵', '\\ud83c'] });
  });
});

describe('the wire format', () => {
  it('reads back what it wrote, including identities and raw buffers', () => {
    fc.assert(
      fc.property(message, fc.constantFrom(KEY, ''), (sent, key) => {
        expect(plain(parse(serialize(sent, key), key))).toEqual(plain(sent));
      }),
      { seed: 1 },
    );
  });

  it('signs header, parent, metadata and content, but not the buffers, which are sent raw', () => {
    const sent: Message = {
      identities: [Buffer.from('front end')],
      header: newHeader('comm_msg', 'session'),
      parent: {},
      metadata: {},
      content: { text: 'ärzte' },
      buffers: [Uint8Array.of(0, 255, 10)],
    };
    const frames = serialize(sent, KEY).map((frame) => Buffer.from(frame));
    expect(frames).toHaveLength(8);
    expect(frames[1].toString()).toBe('<IDS|MSG>');
    const hmac = createHmac('sha256', KEY).update(Buffer.concat(frames.slice(3, 7)));
    expect(frames[2].toString()).toBe(hmac.digest('hex'));
    expect(frames[7]).toEqual(Buffer.from([0, 255, 10]));
  });

  it('refuses a message if any byte of its signed parts or signature changed', () => {
    fc.assert(
      fc.property(message, fc.nat(), fc.integer({ min: 1, max: 255 }), (sent, position, change) => {
        const frames = serialize(sent, KEY).map((frame) => Buffer.from(frame));
        const first = sent.identities.length + 1;
        const signed = frames.slice(first, first + 5);
        let at = position % signed.reduce((sum, frame) => sum + frame.length, 0);
        const hit = signed.find((frame) => {
          if (at < frame.length) return true;
          at -= frame.length;
          return false;
        }) as Buffer;
        hit[at] ^= change;
        expect(() => parse(frames, KEY)).toThrow(refusal('a message with a wrong signature'));
      }),
      { seed: 2 },
    );
  });

  it('throws only WireError for any other frames', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(bytes, fc.constant(Buffer.from('<IDS|MSG>')))), (frames) => {
        expect(() => parse(frames, KEY)).toThrow(expect.objectContaining({ name: 'WireError' }));
      }),
      { seed: 3 },
    );
  });

  it.each([
    [['<IDS|MSG>', 'x', '{}', '{}'], 'a message with 2 of its 4 parts'],
    [['{}', '{}', '{}', '{}'], 'a message without the <IDS|MSG> delimiter'],
    [['<IDS|MSG>', '', '{', '{}', '{}', '{}'], 'a message whose header is not JSON'],
    [['<IDS|MSG>', '', '{}', '[]', '{}', '{}'], 'a message whose parent header is not a JSON object'],
    [['<IDS|MSG>', '', '{}', '{}', '{}', 'null'], 'a message whose content is not a JSON object'],
    [['<IDS|MSG>', '', '{"msg_id":"1"}', '{}', '{}', '{}'], 'a message whose header has no msg_type'],
  ])('explains what is wrong with %j', (frames, text) => {
    expect(() =>
      parse(
        frames.map((frame) => Buffer.from(frame)),
        '',
      ),
    ).toThrow(refusal(text));
  });
});
