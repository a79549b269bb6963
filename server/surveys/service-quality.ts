import type { Questionnaire, SurveySettings } from './schema.ts'

/**
 * The paper's questionnaire: two sections, seven questions, in its order and with its headings. Version 2 adds Welsh and the
 * words of the scale; a force that had version 1 gets it by a migration, which says the same.
 */
export const serviceQualityQuestionnaire: Questionnaire = {
  key: 'service-quality',
  version: 2,
  scale: {
    en: {
      ratings: { 1: 'poor', 2: 'fair', 3: 'good', 4: 'very good', 5: 'excellent' },
      reasons: { not_applicable: "doesn't apply", dont_know: "don't know", refused: 'would rather not say' },
    },
    cy: {
      ratings: { 1: 'gwael', 2: 'gweddol', 3: 'da', 4: 'da iawn', 5: 'ardderchog' },
      reasons: {
        not_applicable: 'ddim yn berthnasol',
        dont_know: 'ddim yn gwybod',
        refused: "byddai'n well gen i beidio â dweud",
      },
    },
  },
  sections: [
    {
      name: 'Control Room',
      questions: [
        {
          key: 'answered_quickly',
          title: 'How quickly answered',
          concerns: 'call_handler',
          askedIf: { involvement: 'caller' },
          words: {
            en: {
              lead: 'Thinking about when you rang us,',
              ask: 'how would you rate how quickly your call was answered?',
            },
            cy: {
              lead: 'Gan feddwl am pan wnaethoch chi ein ffonio,',
              ask: "sut byddech chi'n graddio pa mor gyflym y cafodd eich galwad ei hateb?",
            },
          },
        },
        {
          key: 'telephone_response',
          title: 'Telephone response',
          concerns: 'call_handler',
          askedIf: { involvement: 'caller' },
          words: {
            en: { lead: 'And the person who took your call,', ask: 'how would you rate the way they dealt with you?' },
            cy: {
              lead: "A'r person a gymerodd eich galwad,",
              ask: "sut byddech chi'n graddio'r ffordd y gwnaethon nhw ddelio â chi?",
            },
          },
        },
      ],
    },
    {
      name: 'Response',
      questions: [
        {
          key: 'arrived_quickly',
          title: 'How quickly arrived',
          concerns: 'attending',
          askedIf: { attended: true },
          words: {
            en: { lead: 'Thinking about the officers who came,', ask: 'how would you rate how quickly they arrived?' },
            cy: {
              lead: 'Gan feddwl am y swyddogion a ddaeth,',
              ask: "sut byddech chi'n graddio pa mor gyflym y cyrhaeddon nhw?",
            },
          },
        },
        {
          key: 'initial_actions',
          title: 'Initial Police actions',
          concerns: 'attending',
          askedIf: { attended: true },
          words: {
            en: {
              lead: 'Thinking about the officers who came to see you,',
              ask: 'how would you rate what the police did when they first arrived?',
            },
            cy: {
              lead: "Gan feddwl am y swyddogion a ddaeth i'ch gweld,",
              ask: "sut byddech chi'n graddio'r hyn a wnaeth yr heddlu pan gyrhaeddon nhw gyntaf?",
            },
          },
        },
        {
          key: 'informed_of_follow_up',
          title: 'Clearly informed of follow up actions',
          concerns: 'officer_in_charge',
          askedIf: { attended: true },
          words: {
            en: {
              lead: 'After that first visit,',
              ask: 'how would you rate how clearly you were told what would happen next?',
            },
            cy: {
              lead: 'Ar ôl yr ymweliad cyntaf hwnnw,',
              ask: "sut byddech chi'n graddio pa mor glir y dywedwyd wrthych beth fyddai'n digwydd nesaf?",
            },
          },
        },
        {
          key: 'satisfied_with_follow_up',
          title: 'Satisfied with follow up actions',
          concerns: 'officer_in_charge',
          askedIf: {
            attended: true,
            answered: { question: 'informed_of_follow_up', unlessReason: ['not_applicable'] },
          },
          words: {
            en: { lead: 'And what was done afterwards:', ask: 'how would you rate what was done?' },
            cy: { lead: "A'r hyn a wnaed wedyn:", ask: "sut byddech chi'n graddio'r hyn a wnaed?" },
          },
        },
        {
          key: 'overall_service',
          title: 'Rating of overall service',
          concerns: 'officer_in_charge',
          askedIf: { attended: true },
          words: {
            en: { lead: 'Taking everything together,', ask: 'how would you rate the service you received overall?' },
            cy: {
              lead: 'Gan gymryd popeth at ei gilydd,',
              ask: "sut byddech chi'n graddio'r gwasanaeth a gawsoch yn gyffredinol?",
            },
          },
        },
      ],
    },
  ],
}

/** What a new force's survey starts with. An administrator changes it; the code reads only what is stored. */
export const serviceQualitySettings: SurveySettings = {
  windowDays: { from: 1, to: 42 },
  notAgainForDays: 90,
  partialFromPercent: 50,
  sampling: { kind: 'everyone' },
  triggers: [
    { ratings: [1], kind: 'low' },
    { ratings: [5], kind: 'high' },
  ],
  exclusions: [
    { reason: 'domestic_abuse', rule: 'service_exclusion', code: 'domestic_abuse' },
    { reason: 'sexual_offence', rule: 'service_exclusion', code: 'sexual_offence' },
    { reason: 'under_16', rule: 'service_exclusion', code: 'under_16' },
    { reason: 'sudden_death', rule: 'service_exclusion', code: 'sudden_death' },
    { reason: 'do_not_contact', rule: 'service_exclusion', code: 'do_not_contact' },
    { reason: 'police_officer', rule: 'service_exclusion', code: 'police_officer' },
    { reason: 'suppressed', rule: 'suppressed' },
    { reason: 'no_name', rule: 'unnamed' },
    { reason: 'no_usable_number', rule: 'not_usable_number' },
    { reason: 'nothing_to_ask', rule: 'nothing_to_ask' },
    { reason: 'still_open', rule: 'still_open' },
    { reason: 'outside_window', rule: 'outside_window' },
    { reason: 'rung_lately', rule: 'rung_lately' },
  ],
  outcomes: [
    { code: '1.1', name: 'complete', title: 'Complete interview', class: 'I', next: 'interview' },
    { code: '1.2', name: 'partial', title: 'Partial interview', class: 'P', next: 'final' },
    {
      code: '2.111',
      name: 'refused_by_household',
      title: 'Somebody else refused',
      class: 'R',
      next: 'final',
      suppress: 'surveys',
    },
    { code: '2.112', name: 'refused', title: 'The person refused', class: 'R', next: 'final', suppress: 'surveys' },
    { code: '2.12', name: 'break_off', title: 'Broke off', class: 'R', next: 'final' },
    {
      code: '2.20',
      name: 'not_available',
      title: 'Not available now',
      class: 'NC',
      next: 'retry',
      retryAfterMinutes: 180,
    },
    {
      code: '2.21',
      name: 'never_available',
      title: 'Never available',
      class: 'NC',
      next: 'retry',
      retryAfterMinutes: 180,
    },
    {
      code: '2.221',
      name: 'machine_message_left',
      title: 'Answering machine, message left',
      class: 'NC',
      next: 'retry',
      retryAfterMinutes: 180,
    },
    {
      code: '2.222',
      name: 'machine',
      title: 'Answering machine, no message',
      class: 'NC',
      next: 'retry',
      retryAfterMinutes: 180,
    },
    { code: '2.31', name: 'dead', title: 'The person has died', class: 'O', next: 'final', suppress: 'all' },
    { code: '2.32', name: 'unable', title: 'Unable to be interviewed', class: 'O', next: 'final' },
    {
      code: '2.331',
      name: 'household_language',
      title: 'Household speaks another language',
      class: 'O',
      next: 'retry',
      retryAfterMinutes: 180,
    },
    {
      code: '2.332',
      name: 'person_language',
      title: 'Person speaks another language',
      class: 'O',
      next: 'retry',
      retryAfterMinutes: 180,
    },
    {
      code: '2.333',
      name: 'no_interviewer_for_language',
      title: 'No interviewer for the language',
      class: 'O',
      next: 'final',
    },
    { code: '2.36', name: 'other', title: 'Other', class: 'O', next: 'final' },
    { code: '3.12', name: 'busy', title: 'Engaged', class: 'UH', next: 'retry', retryAfterMinutes: 30 },
    { code: '3.13', name: 'no_answer', title: 'No answer', class: 'UH', next: 'retry', retryAfterMinutes: 180 },
    {
      code: '3.14',
      name: 'machine_unknown',
      title: 'Machine, unknown whose',
      class: 'UH',
      next: 'retry',
      retryAfterMinutes: 180,
    },
    { code: '3.15', name: 'call_blocked', title: 'Call blocked', class: 'UH', next: 'retry', retryAfterMinutes: 180 },
    {
      code: '3.16',
      name: 'technical_fault',
      title: 'Fault on the line',
      class: 'UH',
      next: 'retry',
      retryAfterMinutes: 30,
    },
    { code: '4.10', name: 'not_a_recipient', title: 'Received no service', class: 'NE', next: 'final' },
    { code: '4.20', name: 'fax_or_data', title: 'Fax or data line', class: 'NE', next: 'next_number' },
    { code: '4.31', name: 'not_working', title: 'Number not working', class: 'NE', next: 'next_number' },
    { code: '4.32', name: 'disconnected', title: 'Number disconnected', class: 'NE', next: 'next_number' },
    { code: '4.33', name: 'out_of_service', title: 'Temporarily out of service', class: 'NE', next: 'next_number' },
    { code: '4.41', name: 'number_changed', title: 'Number changed', class: 'NE', next: 'next_number' },
    { code: '4.51', name: 'business', title: 'A business', class: 'NE', next: 'final' },
    { code: '4.70', name: 'nobody_eligible', title: 'Nobody to interview', class: 'NE', next: 'final' },
    { code: '4.80', name: 'quota_filled', title: 'Quota filled', class: 'NE', next: 'final' },
    { code: '', name: 'appointment', title: 'Call again at an agreed time', class: 'pending', next: 'appointment' },
    { code: '', name: 'wrong_number', title: 'Wrong number', class: 'pending', next: 'next_number', strikeOff: true },
  ],
}
