package org.stufo.ui

import android.app.Activity
import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.os.Build
import android.os.Bundle
import android.view.View
import android.view.inputmethod.InputMethodManager
import android.widget.FrameLayout
import android.widget.Toast
import org.stufo.R
import org.stufo.core.service
import org.stufo.ui.home.FirstRun
import org.stufo.ui.home.FirstRunScreen
import org.stufo.ui.home.HomeScreen
import org.stufo.ui.screen.Destination
import org.stufo.ui.screen.Host
import org.stufo.ui.screen.Progress
import org.stufo.ui.screen.Screen
import org.stufo.ui.screen.Tab
import org.stufo.words.ContactNames
import org.stufo.words.Text
import org.stufo.words.of

/** The one window: shows the screen on top of the back stack, its header and the bar of tabs. */
class MainActivity :
    Activity(),
    Host {
    private lateinit var stack: BackStack
    private lateinit var content: FrameLayout
    private lateinit var tabBar: TabBar
    private lateinit var header: Header
    private lateinit var undoBar: UndoBar
    private var back: Api33Back? = null
    private var paused = false

    override val context: Context get() = this

    override lateinit var progress: Progress
        private set

    /** For tests: where the user is. */
    internal val top: Screen get() = stack.top

    override val below: Screen? get() = stack.below

    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        setContentView(R.layout.main)
        content = view(R.id.main_content)
        progress = Progress(view(R.id.main_progress))
        header = Header(view(R.id.main_header), ::goBack)
        tabBar = TabBar(view(R.id.main_nav)) { goTo(it.root()) }
        undoBar = UndoBar(view(R.id.main_undo), this, saved) { if (!isDestroyed) top.onReturn() }
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) back = Api33Back(this, ::goBack)
        val rail = view<View>(R.id.main_nav).takeIf { resources.getBoolean(R.bool.has_rail) }
        EdgeToEdge.apply(window, view(R.id.main_root), rail) { view<View>(R.id.main_nav).takeIf { top.tab != null && rail == null } }
        stack = BackStack.restored(saved) ?: BackStack(if (FirstRun.isDone(this)) HomeScreen() else FirstRunScreen())
        if (saved == null) openWanted(intent)
        show()
        ensureJobs()
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        if (openWanted(intent)) show()
    }

    private fun openWanted(intent: Intent?): Boolean {
        val wanted = destinationsOf(intent)
        if (wanted.isEmpty()) return false
        stack.top.leave()
        wanted.forEach(stack::push)
        return true
    }

    override fun onResume() {
        super.onResume()
        if (paused) top.onReturn()
        paused = false
    }

    override fun onPause() {
        super.onPause()
        paused = true
        ContactNames.forget()
    }

    override fun go(to: Destination) = change { stack.push(screenOf(to)) }

    override fun goTo(root: Destination) = change { stack.reset(screenOf(root)) }

    override fun replace(screen: Destination) = change { stack.replaceTop(screenOf(screen)) }

    override fun goBack() {
        if (top.onBack()) return
        if (!stack.isRoot) {
            change { stack.pop() }
        } else if (top.tab != null && top.tab != Tab.HOME) {
            goTo(HomeScreen())
        } else {
            finish()
        }
    }

    @Deprecated("Android 12 and older")
    override fun onBackPressed() = goBack()

    private fun change(move: () -> Unit) {
        top.leave()
        move()
        show()
    }

    private fun show() {
        currentFocus?.let { service<InputMethodManager>().hideSoftInputFromWindow(it.windowToken, 0) }
        content.removeAllViews()
        content.setPadding(0, 0, 0, 0)
        showHeader()
        content.addView(top.enter(this, content))
        tabBar.show(top.tab)
        content.requestApplyInsets()
        val leaves = stack.isRoot && (top.tab == null || top.tab == Tab.HOME)
        back?.catch(!leaves)
    }

    override fun showHeader() {
        title = top.title.of(this)
        header.show(top, canGoBack = !stack.isRoot)
    }

    override fun say(text: Text) = Toast.makeText(this, text.of(this), Toast.LENGTH_LONG).show()

    override fun offerUndo(done: Text, undo: String) = undoBar.show(done.of(this), undo)

    override fun open(intent: Intent) = open { startActivity(intent) }

    @Suppress("DEPRECATION") // What replaces it is not part of the framework.
    override fun openForResult(intent: Intent, request: Int) = open { startActivityForResult(intent, request) }

    private fun open(start: () -> Unit) = try {
        start()
    } catch (_: ActivityNotFoundException) {
        say(Text.Res(R.string.error_no_app, emptyList()))
    }

    override fun askPermission(permission: String, request: Int) = requestPermissions(arrayOf(permission), request)

    override fun shouldExplain(permission: String): Boolean = shouldShowRequestPermissionRationale(permission)

    @Deprecated("What replaces it is not part of the framework")
    override fun onActivityResult(requestCode: Int, resultCode: Int, data: Intent?) {
        @Suppress("DEPRECATION")
        super.onActivityResult(requestCode, resultCode, data)
        top.onResult(requestCode, resultCode == RESULT_OK, data)
    }

    override fun onRequestPermissionsResult(requestCode: Int, permissions: Array<out String>, results: IntArray) {
        super.onRequestPermissionsResult(requestCode, permissions, results)
        val granted = results.isNotEmpty() && results.all { it == PackageManager.PERMISSION_GRANTED }
        top.onResult(requestCode, granted, null)
    }

    override fun onSaveInstanceState(state: Bundle) {
        super.onSaveInstanceState(state)
        top.keep()
        stack.save(state)
        undoBar.save(state)
    }

    override fun onDestroy() {
        top.leave()
        super.onDestroy()
    }

    private fun <T : View> view(id: Int): T = requireNotNull(findViewById(id)) { "no such view" }
}
