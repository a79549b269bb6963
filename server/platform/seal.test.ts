import { createHmac, hkdfSync } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { testKeys } from '../testing/test-platform.ts'
import { type Keys, readOrMakeKeys, sealFor } from './seal.ts'

const rotated: Keys = { ...testKeys, current: 2, keys: { ...testKeys.keys, 2: '33'.repeat(32) } }
const withoutTheOld: Keys = { ...rotated, keys: { 2: '33'.repeat(32) } }
const otherHash: Keys = { ...testKeys, hashKey: '44'.repeat(32) }

const refused = expect.objectContaining({ code: 'sealed_with_another_key' })

describe('a sealed text', () => {
  const seal = sealFor('testshire', testKeys)

  it('opens to what was sealed', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'binary' }), (column, text) => {
        expect(seal.unseal(column, seal.seal(column, text))).toBe(text.toWellFormed())
      }),
    )
  })

  it('does not show its text, and differs each time', () => {
    const [first, second] = [seal.seal('recipients.surname', 'Robson'), seal.seal('recipients.surname', 'Robson')]
    expect(first.equals(second)).toBe(false)
    expect(first.includes('Robson')).toBe(false)
  })

  it.each([
    ['in another column', () => seal.unseal('recipients.forename', seal.seal('recipients.surname', 'Robson'))],
    ['in another force', () => sealFor('othershire', testKeys).unseal('a.b', seal.seal('a.b', 'x'))],
    ['when its key is gone', () => sealFor('testshire', withoutTheOld).unseal('a.b', seal.seal('a.b', 'x'))],
    ['when it is cut short', () => seal.unseal('a.b', seal.seal('a.b', 'x').subarray(0, 20))],
    ['when there is nothing', () => seal.unseal('a.b', Buffer.alloc(0))],
  ])('does not open %s', (_, open) => {
    expect(open).toThrow(refused)
  })

  it('does not open with any one bit changed', () => {
    const sealed = seal.seal('a.b', 'text')
    fc.assert(
      fc.property(fc.nat(sealed.length * 8 - 1), bit => {
        const changed = Buffer.from(sealed)
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
        expect(() => seal.unseal('a.b', changed)).toThrow(refused)
      }),
    )
  })

  it('opens after the keys were rotated, while new ones are sealed with the new key', () => {
    const after = sealFor('testshire', rotated)
    expect(after.unseal('a.b', seal.seal('a.b', 'old'))).toBe('old')
    const fresh = after.seal('a.b', 'new')
    expect(fresh[0]).toBe(2)
    expect(() => seal.unseal('a.b', fresh)).toThrow(refused)
  })

  it('is nothing where there was nothing', () => {
    expect([seal.sealOptional('a.b', ''), seal.sealOptional('a.b', null), seal.unsealOptional('a.b', null)]).toEqual([
      null,
      null,
      null,
    ])
  })
})

describe('a keyed hash', () => {
  it("is the start of the HMAC of purpose and text under the force's key, whatever the text and its length", () => {
    const seal = sealFor('testshire', testKeys)
    const master = Buffer.from(testKeys.hashKey, 'hex')
    const key = Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), 'ringback hash testshire', 32))
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 500, maxLength: 3000 }))
    fc.assert(
      fc.property(fc.string(), texts, (purpose, text) => {
        const whole = createHmac('sha256', key).update(`${purpose}\0${text}`).digest()
        expect(seal.hash(purpose, text)).toEqual(whole.subarray(0, 16))
      }),
    )
  })

  const hash = (owner: string, keys: Keys, purpose: string) => sealFor(owner, keys).hash(purpose, '+441632960001')
  const reference = hash('testshire', testKeys, 'number')

  it('is the same for the same text, and outlives a rotation of the sealing keys', () => {
    expect(hash('testshire', rotated, 'number').equals(reference)).toBe(true)
  })

  it.each([
    ['force', hash('othershire', testKeys, 'number')],
    ['purpose', hash('testshire', testKeys, 'name')],
    ['key', hash('testshire', otherHash, 'number')],
  ])('differs by %s', (_, other) => {
    expect(other.equals(reference)).toBe(false)
  })
})

describe('the key file', () => {
  function folder(): string {
    const made = mkdtempSync(join(tmpdir(), 'ringback-keys-'))
    onTestFinished(() => rmSync(made, { recursive: true }))
    return made
  }

  it('is made once, for its owner alone, and read again as it was', () => {
    const file = join(folder(), 'below', 'keys.json')
    const first = readOrMakeKeys(file)
    expect(first.made).toBe(true)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readOrMakeKeys(file)).toEqual({ keys: first.keys, made: false })
  })

  it.each([
    ['is not JSON', 'keys'],
    ['lacks a key', JSON.stringify({ current: 1, keys: {} })],
    ['has a short key', JSON.stringify({ ...testKeys, hashKey: '22' })],
  ])('is refused, and left as it is, when it %s', (_, text) => {
    const file = join(folder(), 'keys.json')
    writeFileSync(file, text)
    expect(() => readOrMakeKeys(file)).toThrow(expect.objectContaining({ code: 'key_file_unreadable' }))
    expect(existsSync(file) && readFileSync(file, 'utf8')).toBe(text)
  })

  it('is refused when the key it calls current is not in it', () => {
    expect(() => sealFor('testshire', { ...testKeys, current: 9 })).toThrow(
      expect.objectContaining({ code: 'key_file_unreadable' }),
    )
  })
})
