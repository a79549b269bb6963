import styles from './Workstation.module.css'

interface WordsProps {
  readonly title: string
  readonly text: string
  readonly language: string
  /** The person's language has no such text, so it is in English. */
  readonly isEnglish: boolean
}

/** What is said, word for word. */
export function Words({ title, text, language, isEnglish }: WordsProps) {
  if (!text) return null
  return (
    <section className={styles.words}>
      <h2 className="region">{title}</h2>
      {isEnglish && <InEnglish />}
      <p lang={isEnglish ? 'en' : language}>{text}</p>
    </section>
  )
}

/** Said where the words fall back, so that the interviewer isn't taken by surprise. */
export function InEnglish() {
  return (
    <p className={`small ${styles.unsafe}`}>There are no words for this in their language yet: it is in English.</p>
  )
}
