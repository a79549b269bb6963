import type { ImportKind } from '../profile.ts'

/** What other systems call a field, in small letters, words apart; the likelier ones first. Those of incidents and of people in them. */
const ofIncidents: Readonly<Record<string, string>> = {
  'incident.reference':
    'log no, log number, log ref, log id, log, incident no, incident number, incident ref, incident reference, incident id, incident, cad, cad no, cad ref, cad number, event number, event no, event id, event ref, urn, call reference, call ref, call id, job no, job number, job ref, reference number, reference no, reference, ref no, ref, stormlog, storm ref, serial no, serial number, crime ref, crime reference, crime number, crime no, case number, case no, occurrence number, occurrence no, occurrence ref, occurrence id, iln',
  'incident.openedAt':
    'opened, opened at, date opened, date time opened, opened date time, open date, opened on, open time, created, created at, date created, created on, creation date, incident date, date of incident, incident date time, log date, call date, call received, received, received at, date received, time of call, call time, reported, reported at, date reported, reported on, start, start date, start time, logged, logged at, date logged, date of call, incident created, event date, call start, date',
  'incident.closedAt':
    'closed, closed at, date closed, date time closed, closed date time, close date, closed on, close time, closure date, closure, completed, completed at, date completed, finished, resolved, date resolved, resolved at, result time, resulted, resulted at, end, end date, end time, finalised, finalised at, finalised date, incident closed, filed, date filed, filed on',
  'incident.arrivedAt':
    'first arrival, arrived, arrived at, arrival, arrival time, arrival date, at scene, on scene, at scene time, on scene time, time at scene, date arrived, time arrived, first on scene, first at scene, arrived on scene, attendance time',
  'incident.grade':
    'grade, grading, priority, response grade, response, response level, incident grade, call grade, urgency, response type, initial grade, response code, grade code, graded, graded as, attendance grade',
  'incident.categoryCode':
    'final code, code, category code, type code, closing code, close code, closure code, incident code, incident type code, closing code 1, closure code 1, result code, class code, classification code, offence code, home office code, ho code, nature code, qualifier, tag, final type code, crime code, category, type, incident type, incident category, classification, nature, crime type, event type, call type',
  'incident.categoryName':
    'final code description, category, category name, description, code description, type, incident type, incident category, type description, category description, classification, incident classification, final type, nature, nature description, nature of incident, closing description, closure description, closing code description, closing code 1 description, opening code description, offence, offence description, offence type, occurrence type, type of incident, crime type, event type, call type',
  'incident.district':
    'district, division, bcu, area, lpa, lpu, local policing unit, local policing area, basic command unit, incident district, policing area, borough, command, region',
  'incident.section':
    'section, beat, sector, neighbourhood, station, ward, team, npt, snt, incident section, policing team, patrol area, beat code',
  'incident.attended':
    'attended, attendance, police attended, was attended, attended y n, deployed, officer attended, resource deployed',
  'incident.callHandler':
    'call handler, call taker, handler, operator, operator id, call handler collar no, call handler id, taken by, created by, logged by, received by, call taker id',
  'incident.officerInCharge':
    'oic, officer in charge, oic collar, officer in the case, investigating officer, oic collar no, oic collar number, oic id, owner, investigator, lead officer, dealing officer, officer dealing, inv officer, assigned officer, officer in case, officer, officer no, officer number, officer id, officer collar no, officer collar number',
  'incident.attendingOfficers':
    'attending officers, attending officer, officers attending, attended by, resources, officers, units attending, officers attended, callsigns, attending, resources deployed',
  'recipient.involvement':
    'involvement, role, person role, nominal role, link type, relationship, party type, involvement type, person type, contact type, status in incident, link, capacity, nominal type, nominal involvement, victim or witness',
  'recipient.title': 'title, salutation, prefix, honorific',
  'recipient.forename':
    'forename, forenames, first name, firstname, given name, given names, fname, christian name, forename 1, name 1, caller forename, caller first name, victim forename',
  'recipient.surname':
    'surname, last name, lastname, family name, sname, lname, name, full name, person name, caller name, customer name, victim name, caller surname, caller last name, contact name, victim surname, second name, caller, complainant, informant, victim',
  'recipient.bornOn': 'dob, date of birth, birth date, birthdate, born, born on, birthday, d o b, caller dob',
  'recipient.phone1':
    'telephone 1, telephone, phone, phone 1, tel, tel 1, tel no, telephone number, telephone no, phone number, phone no, mobile, mobile number, mobile no, mobile phone, mob, contact number, contact no, contact, contact telephone, contact tel, contact phone, caller telephone, caller number, caller phone, primary phone, main phone, cell, cell phone, msisdn, number, telephone mobile, phone mobile, contact 1, cli',
  'recipient.phone2':
    'telephone 2, phone 2, tel 2, home, home phone, home number, home telephone, home tel, landline, other phone, other number, alternative number, alternate phone, alternative phone, alt phone, alt tel, secondary phone, second phone, work phone, work number, work tel, daytime phone, evening phone, telephone home, contact 2, tel home, mobile 2',
  'recipient.email': 'email, e mail, email address, e mail address, mail, contact email, caller email',
  'recipient.language': 'language, preferred language, first language, spoken language, main language, mother tongue',
  'recipient.markers':
    'markers, marker, warnings, warning markers, warning, flags, flag, alerts, special needs, vulnerability, warning signals, hazards, person markers',
}

const ofStaff: Readonly<Record<string, string>> = {
  'staff.collarNumber':
    'collar no, collar number, collar, shoulder number, shoulder no, warrant no, warrant number, staff no, staff number, employee number, employee no, employee id, payroll number, payroll no, pay number, force number, badge, badge number, badge no, officer no, officer number, officer id, staff id, force id, id, personnel number, personnel no, pers no, epaulette number, epaulette no',
  'staff.rank': 'rank, grade, rank grade, role, position, job title, post title, post, rank title, job',
  'staff.forename': 'forename, forenames, first name, firstname, given name, given names, fname, known as',
  'staff.surname': 'surname, last name, lastname, family name, sname, lname, name, full name',
  'staff.email': 'email, e mail, email address, e mail address, mail, work email',
  'staff.district':
    'district, division, bcu, area, department, directorate, command, lpa, business area, org unit level 1, policing area',
  'staff.section':
    'section, team, unit, station, sub unit, shift, location, sector, posting, organisational unit, organisation unit, org unit text, org unit name, org unit, place of work, workplace, branch',
  'staff.supervisorCollarNumber':
    'supervisor collar no, supervisor collar number, supervisor, supervisor id, supervisor no, supervisor number, line manager, line manager id, line manager no, line manager number, line manager collar no, manager, manager id, manager no, manager number, reports to, sergeant, sgt, supervising officer, line manager employee number, first line supervisor, sup no, supervisor warrant no, lm, lm id, lm no, lm collar no, lm force id, line manager force id, supervisor force id, manager pers no, manager personnel no',
  'staff.postedFrom':
    'posting start, posted from, start date, from, date from, start, valid from, effective from, effective date, posting from, posting start date, date posted, assignment start, assignment start date, in post from, position start, from date, date started, start of posting, start in post, in post since',
  'staff.postedTo':
    'posting end, posted to, end date, to, date to, end, valid to, effective to, posting to, posting end date, leaving date, leave date, assignment end, assignment end date, in post to, position end, to date, date left, end of posting, left on, end in post',
}

const ofInterviews: Readonly<Record<string, string>> = {
  reference:
    'reference, interview id, interview no, interview number, interview ref, interview reference, interview, response id, respondent id, survey id, survey ref, call back id, call back no, call back ref, ref, id',
  incident: `incident, ${ofIncidents['incident.reference']}`,
  completed_at:
    'completed at, completed, completed on, date completed, interview date, date of interview, interviewed on, interviewed at, interviewed, interview time, call date, date of call, call back date, survey date, end time, date',
  unit: 'unit, district, section, team, division, bcu, area, department, station',
  call_handler: `${ofIncidents['incident.callHandler']}`,
  officer: 'officer, officer collar no, officer no, officer id, attending officer, oic, officer in charge, collar no',
  answered_quickly:
    'answered quickly, how quickly answered, quickly answered, speed of answer, answer speed, time to answer, call answered quickly',
  telephone_response: 'telephone response, phone response, response on the telephone, call handling, telephone',
  arrived_quickly:
    'arrived quickly, how quickly arrived, quickly arrived, speed of arrival, arrival speed, time to arrive, response time, arrival',
  initial_actions: 'initial actions, initial police actions, police actions, actions taken, first actions, actions',
  informed_of_follow_up:
    'informed of follow up, clearly informed of follow up actions, informed of follow up actions, follow up explained, kept informed, informed',
  satisfied_with_follow_up:
    'satisfied with follow up, satisfied with follow up actions, satisfaction with follow up, follow up actions, follow up',
  overall_service:
    'overall service, rating of overall service, overall rating, overall satisfaction, service overall, overall, satisfaction',
  comment: 'comment, comments, further comments, other comments, remarks, verbatim, feedback, free text, notes',
}

const names: Readonly<Record<string, string>> = { ...ofIncidents, ...ofStaff, ...ofInterviews }

/** Fields by what headings are called; the lower the place, the likelier. */
const places: Readonly<Record<string, ReadonlyMap<string, number>>> = Object.fromEntries(
  Object.entries(names).map(([field, list]) => [field, new Map(list.split(', ').map((name, at) => [name, at]))]),
)

/** What a field is called in other systems. */
export const knownNames = (field: string): readonly string[] => names[field]?.split(', ') ?? []

/** `IncidentRef_No.` → `incident ref no`. */
export const wordsOf = (heading: string): string =>
  heading
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([a-zA-Z])(\d)/g, '$1 $2')
    .replace(/(\d)([a-zA-Z])/g, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

function kindOf(field: string): ImportKind {
  if (field in ofInterviews) return 'interviews'
  return field in ofStaff ? 'staff' : 'recipients'
}

export const fieldsOfKind = (kind: ImportKind): readonly string[] =>
  Object.keys(names).filter(field => kindOf(field) === kind)

/** Words as headings shorten them. */
const shortened: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    arrived: 'arr arrd',
    attended: 'attd attnd',
    category: 'cat catg',
    closed: 'clsd cls',
    code: 'cd',
    date: 'dt',
    department: 'dept dep',
    description: 'desc descr descrip',
    district: 'dist',
    division: 'div',
    employee: 'emp',
    incident: 'inc incid',
    language: 'lang',
    level: 'lvl',
    manager: 'mgr',
    no: 'num nbr nr nmbr',
    officer: 'offr ofcr',
    opened: 'opnd',
    phone: 'ph',
    received: 'rcvd recd rcd recvd',
    response: 'resp rsp',
    supervisor: 'sup supv supvr',
    time: 'tm',
    type: 'typ',
  }).flatMap(([word, all]) => all.split(' ').map(short => [short, word])),
)

const spelledOut = (words: string): string =>
  words
    .replace(/\brec d\b/g, 'received')
    .split(' ')
    .map(word => shortened[word] ?? word)
    .join(' ')

const longestName = 100

/** How sure it is that a heading means a field: 0 for not at all, 1 for its usual name. */
export const likeness = (heading: string, field: string): number => likenessTo(heading)(field)

/** Of one heading to field after field. */
function likenessTo(heading: string): (field: string) => number {
  if (heading.length > longestName) return () => 0
  const words = wordsOf(heading)
  const inFull = spelledOut(words)
  return field => likenessOfWords(words, field) || likenessOfWords(inFull, field)
}

function likenessOfWords(words: string, field: string): number {
  const known = places[field]
  const exact = known?.get(words)
  if (exact !== undefined) return 1 - exact / 200
  const plain = words
    .replace(/\b(?:the|of|at|on|and|time|date|local|uk)\b/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  const near = plain === words ? undefined : known?.get(plain)
  if (near !== undefined) return 0.7 - near / 200
  // "Caller's surname", "Nominal DOB": the last words are what counts.
  for (let at = words.indexOf(' '); at !== -1; at = words.indexOf(' ', at + 1)) {
    const tail = known?.get(words.slice(at + 1))
    if (tail !== undefined && words.slice(at + 1).length >= 3) return 0.5 - tail / 200
  }
  return 0
}

/** How many of the headings are known for anything of a kind. */
export function recognised(headings: readonly string[], kind: ImportKind): number {
  const fields = fieldsOfKind(kind)
  return headings.filter(heading => {
    const isLike = likenessTo(heading)
    return fields.some(field => isLike(field) >= 0.6)
  }).length
}

/** The kind that knows the more of the headings, if one does. */
export function kindByHeadings(headings: readonly string[]): ImportKind | null {
  const words = new Set(headings.map(wordsOf))
  if (['interview id', 'interview no', 'call back'].some(name => words.has(name))) return 'interviews'
  const [recipients, staff] = [recognised(headings, 'recipients'), recognised(headings, 'staff')]
  if (Math.max(recipients, staff) < 2 || recipients === staff) return null
  return recipients > staff ? 'recipients' : 'staff'
}
