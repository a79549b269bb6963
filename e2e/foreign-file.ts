/** A file as no system of the examples writes it: other headings, semicolons, Windows-1252, the month first, times in columns of their own. */
export const foreignHeadings =
  'Job Ref;Reported On;Reported Time;Resulted On;Resulted Time;Urgency;Type Code;Nature;Division;Beat;Deployed;Answered By;Lead Officer;Attended By;Capacity;Salutation;Given Name;Family Name;Birth Date;Contact Number;Alt Tel;Warnings'

const urgencies = ['Blue light', 'Within the hour', 'By appointment', 'Advice given']
const natures = ['V1;Vehicle crime', 'N4;Noise', 'D9;Domestic incident', 'B2;Burglary dwelling', 'C3;Criminal damage']
const beats = ['Stockton;Billingham', 'Middlesbrough;Middlesbrough West', 'Hartlepool;Hartlepool Central']
const capacities = ['RP', 'IP', 'Witness']
const names = ['Mrs;Zoë;O’Brien', 'Mr;José;Müller', 'Ms;Siân;Peña', 'Dr;Anna;Björk', 'Mr;Tom;Clarke', 'Miss;Chloé;Wood']
const warnings = ['', '', '', 'DV', '', 'Lip reader', '', '']

const pick = <Item>(items: readonly Item[], at: number): Item => items[at % items.length] as Item
const two = (number: number) => String(number).padStart(2, '0')

/** One incident of August 2011, of a person of its own, on one of its first twelve days: so nothing tells the day from the month. */
export function foreignRow(at: number): string {
  const day = 1 + (at % 12)
  const hour = two(at % 23)
  const officer = pick(['0206', '0246', '0287', '0218'], at)
  return [
    `JOB-${String(at).padStart(6, '0')}`,
    `08/${two(day)}/2011;${hour}:${two(at % 60)}`,
    `08/${two(day)}/2011;${two((at % 23) + 1)}:${two((at * 7) % 60)}`,
    pick(urgencies, at),
    pick(natures, at),
    pick(beats, at),
    at % 4 === 3 ? 'No' : 'Yes',
    pick(['0079', '0057', '0081', '0076'], at),
    officer,
    at % 5 === 0 ? `${officer}/0206` : officer,
    pick(capacities, at),
    pick(names, at),
    `${two(1 + (at % 12))}/${13 + (Math.floor(at / 12) % 15)}/${1930 + (Math.floor(at / 180) % 60)}`,
    `07700 9${String(at % 100_000).padStart(5, '0')}`,
    at % 9 === 0 ? '01632 960123' : '',
    pick(warnings, at),
  ].join(';')
}

/** In Windows-1252, where `’` is a byte that other encodings of one byte keep for controls. */
export const inWindows1252 = (text: string): Buffer => Buffer.from(text.replaceAll('’', '\x92'), 'latin1')

interface Foreign {
  readonly rows: number
  readonly from?: number
  /** Beside the good ones: a row without its reference, one that is cut short, and a number that a spreadsheet destroyed. */
  readonly spoilt?: boolean
}

export function foreignFile({ rows, from = 1, spoilt = false }: Foreign): Buffer {
  const good = Array.from({ length: rows }, (_, at) => foreignRow(from + at))
  const bad = spoilt
    ? [
        foreignRow(from + rows).replace(/^JOB-\d+/, ''),
        foreignRow(from + rows + 1)
          .split(';')
          .slice(0, 9)
          .join(';'),
        foreignRow(from + rows + 2).replace(/07700 \d+/, '4.47701E+11'),
      ]
    : []
  return inWindows1252([foreignHeadings, ...good, ...bad, `Jobs listed: ${rows}`, ''].join('\r\n'))
}
