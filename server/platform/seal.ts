import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { hmacSha256 } from './hmac.ts'
import { Problem } from './problem.ts'
import { nextRandom } from './randomness.ts'

/**
 * Personal data at rest: AES-256-GCM by column. A sealed value is `key id (1 byte) | nonce (12) | text | tag (16)`; the
 * column's name is bound in, so a value can't be moved to another column. Keys differ by force (HKDF of the master key).
 */
export interface Seal {
  seal(column: string, text: string): Buffer
  /** Throws the problem `sealed_with_another_key` if no key at hand opens it. */
  unseal(column: string, sealed: Buffer): string
  sealBytes(column: string, bytes: Uint8Array): Buffer
  unsealBytes(column: string, sealed: Buffer): Buffer
  sealOptional(column: string, text: string | null | undefined): Buffer | null
  unsealOptional(column: string, sealed: Buffer | null): string | null
  /** A keyed hash (16 bytes) for matching and locks: equal texts hash alike within a force, and nowhere else. */
  hash(purpose: string, text: string): Buffer
  /** The same in hexadecimal, for hashes that are keys. */
  hashText(purpose: string, text: string): string
  /** A key of 32 bytes for somebody else to seal with: the same for the same text, and nothing of the force's own. */
  keyFor(purpose: string, text: string): Buffer
}

const keyFileShape = z.object({
  current: z.number().int().min(1).max(255),
  keys: z.record(z.string().regex(/^\d+$/), z.string().regex(/^[0-9a-f]{64}$/)),
  hashKey: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Keys = z.infer<typeof keyFileShape>

const nonceBytes = 12
const tagBytes = 16
const hashBytes = 16
/** By how many bytes what is sealed is longer than what was. */
export const sealOverheadBytes = 1 + nonceBytes + tagBytes

/** Reads the keys, or makes them; `made` tells the caller to ask for a back-up. */
export function readOrMakeKeys(file: string): { readonly keys: Keys; readonly made: boolean } {
  const made = !existsSync(file) && makeKeyFile(file)
  try {
    return { keys: keyFileShape.parse(JSON.parse(readFileSync(file, 'utf8'))), made }
  } catch (cause) {
    throw new Problem(
      'key_file_unreadable',
      500,
      `The key file ${file} can't be read as keys: restore it from its back-up.`,
      {},
      { cause },
    )
  }
}

/** Written aside and linked into place, so two first starts can't each make their own keys. */
function makeKeyFile(file: string): boolean {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const aside = `${file}.${process.pid}`
  const keys: Keys = {
    current: 1,
    keys: { 1: randomBytes(32).toString('hex') },
    hashKey: randomBytes(32).toString('hex'),
  }
  writeFileSync(aside, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
  try {
    linkSync(aside, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(aside)
  }
}

/** The seal of one owner of data: a force's slug, or `installation`. */
export function sealFor(owner: string, keys: Keys): Seal {
  const derive = (master: string, use: string) =>
    Buffer.from(hkdfSync('sha256', Buffer.from(master, 'hex'), Buffer.alloc(0), `ringback ${use} ${owner}`, 32))
  // Taken in once: as bytes they would be for each value.
  const byId = new Map(
    Object.entries(keys.keys).map(([id, master]) => [Number(id), createSecretKey(derive(master, 'seal'))]),
  )
  const hashed = hmacSha256(derive(keys.hashKey, 'hash'))
  const hashText = (purpose: string, text: string) => hashed(`${purpose}\0${text}`).slice(0, 2 * hashBytes)
  const handedOut = hmacSha256(derive(keys.hashKey, 'keys handed out'))
  const currentKey = byId.get(keys.current)
  if (!currentKey)
    throw new Problem(
      'key_file_unreadable',
      500,
      `The key file names key ${keys.current} as current but does not hold it.`,
    )

  const sealingKey = currentKey

  function sealAny(column: string, content: string | Uint8Array): Buffer {
    const nonce = nextRandom(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce)
    cipher.setAAD(boundIn(column))
    const text = typeof content === 'string' ? cipher.update(content, 'utf8') : cipher.update(content)
    cipher.final() // has no more text: this cipher works byte by byte
    const sealed = Buffer.allocUnsafe(sealOverheadBytes + text.length)
    sealed[0] = keys.current
    sealed.set(nonce, 1)
    sealed.set(text, 1 + nonceBytes)
    sealed.set(cipher.getAuthTag(), 1 + nonceBytes + text.length)
    return sealed
  }

  function unsealBytes(column: string, sealed: Buffer): Buffer {
    try {
      const key = byId.get(sealed[0] ?? 0)
      if (!key) throw new Error(`no key ${sealed[0]}`)
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + nonceBytes))
      decipher.setAAD(boundIn(column))
      decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
      return Buffer.concat([
        decipher.update(sealed.subarray(1 + nonceBytes, sealed.length - tagBytes)),
        decipher.final(),
      ])
    } catch (cause) {
      throw new Problem(
        'sealed_with_another_key',
        500,
        'Personal data here was sealed with another key: set RINGBACK_KEY_FILE to the key file this database was made with.',
        { column },
        { cause },
      )
    }
  }

  const seal = (column: string, text: string) => sealAny(column, text)
  const unseal = (column: string, sealed: Buffer) => unsealBytes(column, sealed).toString()

  return {
    seal,
    unseal,
    sealBytes: sealAny,
    unsealBytes,
    sealOptional: (column, text) => (text === null || text === undefined || text === '' ? null : seal(column, text)),
    unsealOptional: (column, sealed) => (sealed === null ? null : unseal(column, sealed)),
    hash: (purpose, text) => Buffer.from(hashText(purpose, text), 'hex'),
    hashText,
    keyFor: (purpose, text) => Buffer.from(handedOut(`${purpose}\0${text}`), 'hex'),
  }
}

const columnNames = new Map<string, Buffer>()

/** A column's name as bytes, made once: columns are few. */
function boundIn(column: string): Buffer {
  const known = columnNames.get(column)
  if (known) return known
  const bytes = Buffer.from(column)
  columnNames.set(column, bytes)
  return bytes
}
