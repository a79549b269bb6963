import { describe, expect, it } from 'vitest'
import { mayBeOfDosOrMac, OddityWatch } from './oddities.ts'

/** What is odd about a row of a piece of a file. */
function oddIn(values: Readonly<Record<string, string>>) {
  const watch = new OddityWatch()
  watch.see(Object.values(values).join(','))
  return watch.in(values)
}

describe('a name', () => {
  it.each([
    ['Jos‚', 'José of DOS'],
    ['Sm¡th', 'Smíth of DOS'],
    ['Mu¤oz', 'Muñoz of DOS'],
    ['Str”m', 'Ström of DOS'],
    ['ZoŠ', 'Zoè of DOS'],
    ['JosŽ', 'José of a Mac'],
    ['Z‘e', 'Zëe of a Mac'],
    ['MŸller', 'Müller of a Mac'],
    ['PŽrez', 'Pérez of a Mac'],
    ['Fran‡ois', 'François of DOS'],
  ])('that is %s may be %s', name => {
    expect([mayBeOfDosOrMac(name), oddIn({ 'recipient.surname': name })]).toEqual([true, ['name_garbled']])
  })

  it.each([
    'O‘Brien',
    'O’Brien',
    'D’souza',
    'Siân',
    'Müller',
    'Žižek',
    'KOŽUH',
    'McÉvoy',
    'ÉLODIE',
    'Łuczak',
    'Smith–Jones',
    'William “Bill” Ash',
    'McDonald',
    'Ash (née Œuvrard)',
  ])('%s is right', name => {
    expect([mayBeOfDosOrMac(name), oddIn({ 'staff.forename': name })]).toEqual([false, []])
  })

  it('alone is looked at so: a price is none', () => {
    expect(oddIn({ 'incident.categoryName': 'Theft of£5' })).toEqual([])
  })
})
