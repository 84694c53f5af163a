/** How long a block still lives. */
import {duration, el, moment} from './dom.js';

const SECONDS_BETWEEN_QUESTIONS = 5;

/**
 * Counts down to when a block expires, by what the server said last. At the end it asks the server again, as others may have
 * touched the block, and says what is true. Call `tick` every second, and `tell` to ask before.
 */
export class Countdown {
  /** A `time` element's place; has the class `gone` once the block is not there. */
  element = el('span', {role: 'timer', 'aria-live': 'off', class: 'number countdown'});
  /** Whether the block is known to be gone. */
  gone = false;
  /** When it expires, in milliseconds of the server's time, or null. */
  expires = null;

  #app;
  #block;
  #ongone;
  #nextQuestion = 0;

  /** @param expires milliseconds of the server's time; null: the block does not expire, or nobody told */
  constructor(app, {name, burst = false, expires}, ongone = () => {}) {
    this.#app = app;
    this.#block = {name, burst};
    this.#ongone = ongone;
    this.expire(expires);
  }

  /** Counts to another moment. */
  expire(expires) {
    this.expires = expires;
    this.tick();
  }

  tick() {
    if (this.gone) {
      return;
    }
    if (this.expires === null) {
      this.#say('never, or not known');
      return;
    }
    const left = (this.expires - this.#app.tig.now()) / 1000;
    if (left > 0) {
      this.#say(`in ${duration(left)}`, moment(this.expires - this.#app.tig.now() + Date.now()));
    } else if (Date.now() >= this.#nextQuestion) {
      this.tell();
    }
  }

  /** Asks the server and says what is true. */
  async tell() {
    this.#nextQuestion = Date.now() + SECONDS_BETWEEN_QUESTIONS * 1000;
    try {
      const {expires} = await this.#app.tig.head(this.#block.name, {burst: this.#block.burst});
      this.expires = expires;
      if (expires !== null && expires <= this.#app.tig.now()) {
        this.#say('now: the server will delete it, unless somebody reads it first');
      } else {
        this.tick();
      }
    } catch (failure) {
      if (failure.status === 404) {
        this.gone = true;
        this.element.classList.add('gone');
        this.#say('It has expired.');
        this.#ongone();
      } else {
        this.#say(`not known: ${failure.message}`);
      }
    }
  }

  #say(text, title = '') {
    if (this.element.textContent !== text) {
      this.element.textContent = text;
      this.element.title = title;
    }
  }
}
