-- Version 2 of the paper's questionnaire: Welsh, and the words of the scale. Interviews keep the version they were made with.

insert into questionnaires (id, key, version, definition, created_at)
select gen_random_uuid(), 'service-quality', 2, $questionnaire${
 "key": "service-quality",
 "version": 2,
 "scale": {
  "en": {
   "ratings": {
    "1": "poor",
    "2": "fair",
    "3": "good",
    "4": "very good",
    "5": "excellent"
   },
   "reasons": {
    "not_applicable": "doesn't apply",
    "dont_know": "don't know",
    "refused": "would rather not say"
   }
  },
  "cy": {
   "ratings": {
    "1": "gwael",
    "2": "gweddol",
    "3": "da",
    "4": "da iawn",
    "5": "ardderchog"
   },
   "reasons": {
    "not_applicable": "ddim yn berthnasol",
    "dont_know": "ddim yn gwybod",
    "refused": "byddai'n well gen i beidio â dweud"
   }
  }
 },
 "sections": [
  {
   "name": "Control Room",
   "questions": [
    {
     "key": "answered_quickly",
     "title": "How quickly answered",
     "concerns": "call_handler",
     "askedIf": {
      "involvement": "caller"
     },
     "words": {
      "en": {
       "lead": "Thinking about when you rang us,",
       "ask": "how would you rate how quickly your call was answered?"
      },
      "cy": {
       "lead": "Gan feddwl am pan wnaethoch chi ein ffonio,",
       "ask": "sut byddech chi'n graddio pa mor gyflym y cafodd eich galwad ei hateb?"
      }
     }
    },
    {
     "key": "telephone_response",
     "title": "Telephone response",
     "concerns": "call_handler",
     "askedIf": {
      "involvement": "caller"
     },
     "words": {
      "en": {
       "lead": "And the person who took your call,",
       "ask": "how would you rate the way they dealt with you?"
      },
      "cy": {
       "lead": "A'r person a gymerodd eich galwad,",
       "ask": "sut byddech chi'n graddio'r ffordd y gwnaethon nhw ddelio â chi?"
      }
     }
    }
   ]
  },
  {
   "name": "Response",
   "questions": [
    {
     "key": "arrived_quickly",
     "title": "How quickly arrived",
     "concerns": "attending",
     "askedIf": {
      "attended": true
     },
     "words": {
      "en": {
       "lead": "Thinking about the officers who came,",
       "ask": "how would you rate how quickly they arrived?"
      },
      "cy": {
       "lead": "Gan feddwl am y swyddogion a ddaeth,",
       "ask": "sut byddech chi'n graddio pa mor gyflym y cyrhaeddon nhw?"
      }
     }
    },
    {
     "key": "initial_actions",
     "title": "Initial Police actions",
     "concerns": "attending",
     "askedIf": {
      "attended": true
     },
     "words": {
      "en": {
       "lead": "Thinking about the officers who came to see you,",
       "ask": "how would you rate what the police did when they first arrived?"
      },
      "cy": {
       "lead": "Gan feddwl am y swyddogion a ddaeth i'ch gweld,",
       "ask": "sut byddech chi'n graddio'r hyn a wnaeth yr heddlu pan gyrhaeddon nhw gyntaf?"
      }
     }
    },
    {
     "key": "informed_of_follow_up",
     "title": "Clearly informed of follow up actions",
     "concerns": "officer_in_charge",
     "askedIf": {
      "attended": true
     },
     "words": {
      "en": {
       "lead": "After that first visit,",
       "ask": "how would you rate how clearly you were told what would happen next?"
      },
      "cy": {
       "lead": "Ar ôl yr ymweliad cyntaf hwnnw,",
       "ask": "sut byddech chi'n graddio pa mor glir y dywedwyd wrthych beth fyddai'n digwydd nesaf?"
      }
     }
    },
    {
     "key": "satisfied_with_follow_up",
     "title": "Satisfied with follow up actions",
     "concerns": "officer_in_charge",
     "askedIf": {
      "attended": true,
      "answered": {
       "question": "informed_of_follow_up",
       "unlessReason": [
        "not_applicable"
       ]
      }
     },
     "words": {
      "en": {
       "lead": "And what was done afterwards:",
       "ask": "how would you rate what was done?"
      },
      "cy": {
       "lead": "A'r hyn a wnaed wedyn:",
       "ask": "sut byddech chi'n graddio'r hyn a wnaed?"
      }
     }
    },
    {
     "key": "overall_service",
     "title": "Rating of overall service",
     "concerns": "officer_in_charge",
     "askedIf": {
      "attended": true
     },
     "words": {
      "en": {
       "lead": "Taking everything together,",
       "ask": "how would you rate the service you received overall?"
      },
      "cy": {
       "lead": "Gan gymryd popeth at ei gilydd,",
       "ask": "sut byddech chi'n graddio'r gwasanaeth a gawsoch yn gyffredinol?"
      }
     }
    }
   ]
  }
 ]
}$questionnaire$::jsonb, now()
where exists (select from questionnaires where key = 'service-quality' and version = 1)
  and not exists (select from questionnaires where key = 'service-quality' and version = 2);

update surveys set questionnaire_id = (select id from questionnaires where key = 'service-quality' and version = 2)
where questionnaire_id = (select id from questionnaires where key = 'service-quality' and version = 1);
