// The tests as ever, with counters in what they import.
import config from '../../jest.config.js';

export default {
  ...config,
  rootDir: '../..',
  transform: { '^.+\\.ts$': '<rootDir>/tools/coverage/transform.js' },
  setupFilesAfterEnv: ['<rootDir>/tools/coverage/leave.js'],
};
