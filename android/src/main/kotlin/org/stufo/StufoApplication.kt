package org.stufo

import android.app.Application
import org.stufo.notify.CallNotices
import org.stufo.notify.CoreNotices
import org.stufo.screening.ScreeningService
import org.stufo.sync.Announcer

/** Connects the parts: what screening and sync have to tell the user, notifications show. */
class StufoApplication : Application() {
    override fun onCreate() {
        super.onCreate()
        ScreeningService.onAnswered = CallNotices::plan
        Announcer.current = CoreNotices.Announcer
    }
}
