import styles from './Chip.module.css'

export type Rating = 1 | 2 | 3 | 4 | 5

export const ratingWords: Readonly<Record<Rating, string>> = {
  1: 'Poor',
  2: 'Fair',
  3: 'Good',
  4: 'Very good',
  5: 'Excellent',
}

export const allRatings: readonly Rating[] = [1, 2, 3, 4, 5]
export const isRating = (value: number | null): value is Rating => allRatings.some(rating => rating === value)

/** A rating's number on its colour, with its word beside it or read out. */
export function RatingChip({ rating, size = 'small', word = false }: ChipProps) {
  const chip = (
    <span
      className={`${styles.chip} ${size === 'large' ? styles.large : ''}`}
      style={{ background: `var(--rb-rating-${rating})`, color: `var(--rb-on-rating-${rating})` }}
    >
      {rating}
    </span>
  )
  return (
    <span className={styles.pair}>
      {chip}
      <span className={word ? '' : 'visually-hidden'}>{ratingWords[rating].toLowerCase()}</span>
    </span>
  )
}

interface ChipProps {
  readonly rating: Rating
  readonly size?: 'small' | 'large'
  readonly word?: boolean
}
