package org.stufo.ui

import android.app.Activity
import android.content.Intent
import android.os.Build
import android.os.Bundle
import android.view.View
import android.view.ViewGroup
import android.widget.ImageView
import android.widget.TextView
import android.widget.Toast
import org.stufo.R
import org.stufo.core.Core
import org.stufo.core.CoreAccess
import org.stufo.ui.history.CallScreen
import org.stufo.ui.home.HomeScreen

/** The only activity: a bar, the screen on top of the back stack, the bottom bar. */
class MainActivity : Activity(), Ui {
    private val stack = BackStack()
    private val requests by lazy { Requests(this) }

    /** Counts the screens shown: an answer for an earlier one is dropped. */
    private var shown = 0

    override val activity: Activity get() = this

    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        setContentView(R.layout.main)
        applyInsets(findViewById<View>(R.id.main_root)!!)
        stack.restore(saved)
        if (stack.isEmpty) stack.push(HomeScreen())
        openFrom(intent)
        makeTabs()
        findViewById<View>(R.id.main_back)!!.setOnClickListener { back() }
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) Api33Back.register(this) { back() }
    }

    override fun onResume() {
        super.onResume()
        // A role may have been lost and calls have come while the app was away.
        refresh()
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        openFrom(intent)
    }

    override fun onSaveInstanceState(out: Bundle) {
        super.onSaveInstanceState(out)
        stack.save(out)
    }

    @Deprecated("API 29 to 32 only")
    override fun onBackPressed() = back()

    override fun onActivityResult(request: Int, result: Int, data: Intent?) {
        super.onActivityResult(request, result, data)
        requests.answered(request, result, data)
    }

    override fun onRequestPermissionsResult(request: Int, permissions: Array<out String>, results: IntArray) {
        super.onRequestPermissionsResult(request, permissions, results)
        refresh()
    }

    override fun go(screen: Screen) {
        stack.push(screen)
        refresh()
    }

    override fun back() {
        if (stack.pop()) refresh() else finish()
    }

    override fun refresh() {
        shown++
        val screen = stack.top
        val content = findViewById<ViewGroup>(R.id.main_content)!!
        content.removeAllViews()
        content.addView(screen.createView(this, content))
        findViewById<TextView>(R.id.main_title)!!.text = screen.title(this)
        findViewById<View>(R.id.main_back)!!.showIf(screen.tab == null)
        lightTab(screen.tab)
    }

    override fun <T> onCore(ask: (Core) -> T, failed: (Throwable) -> Unit, show: (T) -> Unit) {
        val asked = shown
        Io.run({ ask(CoreAccess.get(this)) }) { answer ->
            if (asked == shown && !isDestroyed) answer.fold(show, failed)
        }
    }

    override fun showFault(fault: Throwable) {
        val content = findViewById<ViewGroup>(R.id.main_content)!!
        content.removeAllViews()
        content.addView(faultView(this, content, fault))
    }

    override fun say(text: Int) = Toast.makeText(this, text, Toast.LENGTH_SHORT).show()

    override fun request(request: Request) = requests.ask(request)

    /** The top screen, for the answer of a document request. */
    internal val top: Screen get() = stack.top

    private fun openFrom(intent: Intent?) {
        val call = intent?.getLongExtra(EXTRA_CALL_ID, 0) ?: 0
        if (call == 0L) return
        intent?.removeExtra(EXTRA_CALL_ID)
        stack.push(CallScreen(call))
        if (findViewById<ViewGroup>(R.id.main_content)!!.childCount > 0) refresh()
    }

    private fun makeTabs() {
        val bar = findViewById<ViewGroup>(R.id.main_nav)!!
        for (tab in Tab.entries) {
            val item = inflate(R.layout.main_nav_item, bar)
            item.view<ImageView>(R.id.main_nav_icon).setImageResource(tab.icon)
            item.view<TextView>(R.id.main_nav_text).setText(tab.text)
            item.contentDescription = getString(tab.text)
            item.setOnClickListener {
                stack.replaceAll(tab.screen())
                refresh()
            }
            bar.addView(item)
        }
    }

    private fun lightTab(tab: Tab?) {
        val bar = findViewById<ViewGroup>(R.id.main_nav)!!
        for (index in 0 until bar.childCount) {
            val lit = Tab.entries[index] == tab
            bar.getChildAt(index)!!.isActivated = lit
            bar.getChildAt(index)!!.isSelected = lit
        }
    }

    companion object {
        /** The call that a notification opens. */
        const val EXTRA_CALL_ID = "org.stufo.call_id"
    }
}
