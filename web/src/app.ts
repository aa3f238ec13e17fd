// What pages gain where scripts run. Every page works without: nothing here is the only way to do something.
// The last import may fail in old engines; what stands before it has run by then.
import './prefs';
import './times';
import './forms';
import './menus';
import './passkeys';
import './live';
