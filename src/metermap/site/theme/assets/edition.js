window.metermapEdition = null;
