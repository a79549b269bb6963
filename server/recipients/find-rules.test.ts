import { describe, expect, it } from 'vitest'
import { hasParts, readQuery } from './find-rules.ts'

describe('a query is read for what it could be', () => {
  it.each([
    ['01632 960123', ['+441632960123', '01632 960123']],
    ['(01632) 960-123', ['+441632960123', '(01632) 960-123']],
    ['+44 (0)7700 900 123', ['+447700900123', '+44 (0)7700 900 123']],
    ['0044 7700 900123', ['+447700900123', '0044 7700 900123']],
    ['07700.900.123 ext 4', ['+447700900123', '07700.900.123 ext 4']],
    ['7700900123', ['+447700900123', '7700900123']],
    ['4.47701E+11', ['4.47701E+11']],
    ['Metcalfe', []],
    ['', []],
  ])('%s as numbers', (text, numbers) => {
    expect(readQuery(text, 'GB').numbers).toEqual(numbers)
  })

  it.each([
    ['CL-2011-000123', 'CL-2011-000123'],
    ['123', '123'],
    ['12', null],
    ['CL 2011', null],
    ['Metcalfe', null],
  ])('%s as a log number', (text, reference) => {
    expect(readQuery(text, 'GB').reference).toBe(reference)
  })

  it.each([
    ['Joanne Metcalfe', ['JOANNE METCALFE'], null],
    ['  joanne   METCALFE ', ['JOANNE METCALFE'], null],
    ['Metcalfe, Joanne', ['JOANNE METCALFE'], null],
    ['Mrs. Joanne Metcalfe', ['MRS. JOANNE METCALFE', 'JOANNE METCALFE'], null],
    ['Joanne Metcalfe 12/3/1975', ['JOANNE METCALFE'], '1975-03-12'],
    ['Joanne Metcalfe, 12.03.1975', ['JOANNE METCALFE'], '1975-03-12'],
    ['1975-03-12 Metcalfe, Joanne', ['JOANNE METCALFE'], '1975-03-12'],
    ['Joanne Metcalfe 12th March 1975', ['JOANNE METCALFE'], '1975-03-12'],
    ['12/03/1975', [], '1975-03-12'],
    ['Joanne Metcalfe 31/02/1975', ['JOANNE METCALFE 31/02/1975'], null],
    ['CL-1975-03-12', ['CL-1975-03-12'], null],
  ])('%s as a name and a birth date', (text, names, bornOn) => {
    expect(readQuery(text, 'GB')).toMatchObject({ names, bornOn })
  })

  it.each([
    ['met', 'Joanne Metcalfe', true],
    ['calfe jo', 'Joanne Metcalfe', true],
    ['mrs metcalfe', 'Joanne Metcalfe', true],
    ['Müller', 'Ann Muller', true],
    ['muller', 'Ann Müller', true],
    ['metcalfe ann', 'Ann Metcalf', false],
    ['=1+1', '=1+1', true],
    ['%', 'Ann Metcalfe', false],
  ])('%s as parts of the name %s: %s', (text, name, has) => {
    expect(hasParts(name, readQuery(text, 'GB').nameParts)).toBe(has)
  })
})
