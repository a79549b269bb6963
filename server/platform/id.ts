import { v7 } from 'uuid'
import { nextRandom } from './randomness.ts'

let msecs = Number.NEGATIVE_INFINITY
let seq = 0

/**
 * A new UUIDv7, later in order than every one before it: ids are made here, never by the database, so a force's schema can move
 * whole. Count and chance are kept here because the library fetches random bytes for a few ids at a time.
 */
export function newId(): string {
  const random = nextRandom(16)
  const now = Date.now()
  if (now > msecs) {
    msecs = now
    seq = random.readUInt32BE(6) >>> 1 // room to count on
  } else {
    seq = (seq + 1) >>> 0
    if (seq === 0) msecs += 1
  }
  return v7({ random, msecs, seq })
}
