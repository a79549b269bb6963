import { hash } from 'node:crypto'

const blockBytes = 64

/**
 * HMAC-SHA-256 in hexadecimal, as RFC 2104 defines it, of two plain hashes: the library's own makes objects for each value, which takes
 * three times as long, and an import hashes millions.
 */
export function hmacSha256(key: Buffer): (text: string) => string {
  const padded = (pad: number) => Buffer.alloc(blockBytes, pad).map((byte, at) => byte ^ (key[at] ?? 0)) as Buffer
  const innerPad = padded(0x36)
  const outer = Buffer.concat([padded(0x5c), Buffer.alloc(32)])
  let inner = Buffer.alloc(0)
  return text => {
    const longest = blockBytes + text.length * 3
    if (inner.length < longest) inner = Buffer.concat([innerPad, Buffer.alloc(longest)])
    const length = blockBytes + inner.write(text, blockBytes)
    outer.write(hash('sha256', inner.subarray(0, length), 'latin1'), blockBytes, 'latin1')
    return hash('sha256', outer, 'hex')
  }
}
