/**
 * A step of a shared library: buddyguard(for: 'container', timeout: '2m') { sh 'make integration' }
 * The body runs only where the kernel has the memory for it. A machine that cannot be read stops nobody.
 */
def call(Map options = [:], Closure body = null) {
  def given = [for: 'container', timeout: '2m', interval: '5s'] + options
  def words = given.collectMany { name, value -> value == true ? ["--${name}"] : ["--${name}", value.toString()] }
  def quoted = words.collect { "'" + it.replace("'", "'\\''") + "'" }.join(' ')
  // The wait ends by itself; the cap is for a machine on which even reading does not.
  def code = sh(returnStatus: true, label: 'buddyguard', script: "timeout -k 5 600 buddyguard check ${quoted}".toString())
  if (code == 65 || code == 66) {
    echo 'buddyguard: this machine cannot be read: going ahead without a check'
  } else if (code != 0) {
    error("buddyguard: refused (exit code ${code}); the reason is above".toString())
  }
  return body == null ? null : body()
}
