import pLimit from 'p-limit'

const atATime = 4

/**
 * Takes in what a caller waits for, a few at a time in this process; the others wait here. An import that waits for its turn in
 * its force, behind a trial maybe, holds a connection of the pool meanwhile: more of them would leave none for the calls.
 */
export const inDirectTurn = pLimit(atATime)
