package org.stufo.ui

import android.app.Activity

class MainActivity : Activity()
