import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { type Random, randomFrom, weighted } from '../server/demo/random.ts'

/**
 * A file such as a command-and-control system exports, in the dialect of `examples/profiles/cleveland-recipients.json`: logs
 * over two years in the order of their references, a second person on three logs in a hundred, five people in a hundred who
 * come again, numbers as people type them and two in a hundred that are none, one to four officers, markers. The same
 * number of rows gives the same file. Numbers are of the area code 01632, which no exchange has.
 */
export async function writeRecipientFile(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path)
  file.write(lineOf(headings))
  let lines = ''
  for (const cells of recipientRows(rows)) {
    lines += lineOf(cells)
    if (lines.length < charactersAtOnce) continue
    if (!file.write(lines)) await once(file, 'drain')
    lines = ''
  }
  file.end(lines)
  await finished(file)
}

/** Nothing here needs a quotation mark. */
const lineOf = (cells: readonly string[]) => `${cells.join(',')}\r\n`
const charactersAtOnce = 1 << 20

const headings = [
  ['Log No', 'Opened', 'Closed', 'Grade', 'Final Code', 'Final Code Description', 'District', 'Section', 'Attended'],
  ['First Arrival', 'Call Handler', 'OIC', 'Attending Officers', 'Involvement', 'Title', 'Forename', 'Surname', 'DOB'],
  ['Telephone 1', 'Telephone 2', 'Email', 'Language', 'Markers'],
].flat()

type Person = readonly string[]
type Log = readonly string[]

/** People who may come again: as many as are remembered at a time, so that a repeat is near or far. */
const remembered = 20_000

function* recipientRows(rows: number): Generator<readonly string[]> {
  const random = randomFrom(rows)
  const known: Person[] = []
  let log = newLog(random, 0, rows)
  for (let row = 0; row < rows; row += 1) {
    const isSecond = row > 0 && random.next() < 0.03
    if (!isSecond) log = newLog(random, row, rows)
    const comesAgain = known.length > 0 && random.next() < 0.05
    const person = comesAgain ? random.pick(known) : newPerson(random, row)
    if (!comesAgain) known[known.length < remembered ? known.length : random.whole(remembered)] = person
    yield [...log, isSecond ? random.pick(['Victim', 'Witness']) : 'Caller', ...person]
  }
}

const firstDay = Date.UTC(2010, 0, 1)
const days = 730

function newLog(random: Random, row: number, rows: number): Log {
  const openedAt = firstDay + Math.floor((row / rows) * days * minutesPerDay) * msPerMinute
  const opened = new Date(openedAt)
  const [district, section] = random.pick(places)
  const [code, description] = random.pick(categories)
  const isAttended = random.next() < 0.8
  const officers = Array.from({ length: 1 + random.whole(3) }, () => officer(random))
  return [
    `${pad(row, 7)}-${pad(opened.getUTCDate(), 2)}${pad(opened.getUTCMonth() + 1, 2)}${opened.getUTCFullYear()}`,
    written(openedAt),
    random.next() < 0.02 ? '' : written(openedAt + (30 + random.whole(3000)) * msPerMinute),
    random.pick(grades),
    code,
    description,
    district,
    section,
    isAttended ? 'Y' : 'N',
    isAttended ? written(openedAt + (5 + random.whole(90)) * msPerMinute) : '',
    pad(37 + random.whole(45), 4),
    officers[0] ?? '',
    isAttended ? [...new Set(officers)].join(';') : '',
  ]
}

const msPerMinute = 60_000
const minutesPerDay = 1440
const pad = (number: number, digits: number) => String(number).padStart(digits, '0')
/** One in a hundred is of no collar number that the force has. */
const officer = (random: Random) =>
  random.next() < 0.01 ? pad(9000 + random.whole(900), 4) : pad(100 + random.whole(200), 4)

function written(at: number): string {
  const date = new Date(at)
  const day = `${pad(date.getUTCDate(), 2)}/${pad(date.getUTCMonth() + 1, 2)}/${date.getUTCFullYear()}`
  return `${day} ${pad(date.getUTCHours(), 2)}:${pad(date.getUTCMinutes(), 2)}`
}

function newPerson(random: Random, row: number): Person {
  const surname = random.pick(surnameStarts) + random.pick(surnameEnds)
  return [
    random.pick(titles),
    random.next() < 0.01 ? '' : random.pick(forenames),
    random.next() < 0.01 ? '' : surname,
    random.next() < 0.1 ? '' : born(random),
    random.next() < 0.02 ? random.pick(noNumbers) : number(random),
    random.next() < 0.2 ? number(random) : '',
    random.next() < 0.3 ? `person${row}@mail.example` : '',
    random.next() < 0.05 ? random.pick(languages) : '',
    drawMarkers(random),
  ]
}

const born = (random: Random) =>
  `${pad(1 + random.whole(28), 2)}/${pad(1 + random.whole(12), 2)}/${1925 + random.whole(80)}`

function number(random: Random): string {
  const local = pad(random.whole(1_000_000), 6)
  return random.pick([`01632${local}`, `01632 ${local}`, `(01632) ${local}`, `+44 1632 ${local}`, `1632${local}`])
}

const noNumbers = ['withheld', '999', '4.41632E+11', 'N/K', '01632', '']
const titles = ['Mr', 'Mrs', 'Ms', 'Miss', 'Dr', '']
const grades = ['1 Emergency', '2 Priority', '3 Scheduled', '4 No attendance']
const languages = ['Polish', 'Kurdish', 'Urdu', 'Romanian']
const drawMarkers = weighted([
  ['', 90],
  ['DV', 4],
  ['U16', 1],
  ['DO NOT CONTACT', 1],
  ['DEAF - RELAY UK', 1],
  ['SAFE CONTACT ONLY - MOBILE AFTER 6PM', 1],
  ['POLICE OFFICER;DV', 0.5],
])
const categories = [
  ['D01', 'Domestic incident'],
  ['A13', 'Anti-social behaviour personal'],
  ['A12', 'Anti-social behaviour nuisance'],
  ['C07', 'Vehicle crime'],
  ['C01', 'Burglary dwelling'],
  ['T02', 'Road traffic collision'],
  ['P30', 'Lost property'],
  ['S01', 'Sexual offence'],
] as const
const places = [
  ['Middlesbrough', 'Middlesbrough West'],
  ['Middlesbrough', 'Middlesbrough East'],
  ['Stockton', 'Billingham'],
  ['Stockton', 'Thornaby'],
  ['Langbaurgh', 'Redcar'],
  ['Langbaurgh', 'South Bank'],
  ['Hartlepool', 'Hartlepool'],
] as const
const forenames = (
  'Ann Ben Carla Dan Ella Farid Gail Hugh Ines Jack Kim Liam Mona Nell Omar Pia Quinn Rosa Sam Tess Uma Vic Wendy Xin Yusuf Zoë ' +
  'Alice Brian Cerys Dylan Edith Frank Greta Harry Iris José Kate Leon Maya Nadia Olu Petra Raj Sian Tariq Una Vera Will Yana Zara'
).split(' ')
const surnameStarts = (
  'Ash Black Brad Brook Carl Clay Dal Dun East Elm Farn Fern Gar Glen Hal Hart Hazel Hol Kel Kirk Lang Led Lind Mal Mar Mel ' +
  'Mid New Nor Oak Pen Pres Rad Red Ridge Row Shel Sher South Stan Staple Stoke Thorn Wake Wal West Whit Win Wood York'
).split(' ')
const surnameEnds = (
  'bourne bridge brook bury by cliffe cote croft dale den field ford gate grove ham hill hurst ingham land lea ley low man ' +
  'mere moor more port ridge sey shaw side smith son stead stock ston ton tree wall ward well wick worth wright yard'
).split(' ')
