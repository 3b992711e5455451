// A picture from this computer's camera, put into the file field beside it and sent.

for (const box of document.querySelectorAll("[data-camera]")) {
  const [button, video, field] = ["button", "video", "input"].map((one) => box.querySelector(one));
  button.hidden = !navigator.mediaDevices?.getUserMedia;
  button.addEventListener("click", async () => {
    if (video.hidden) {
      try {
        video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: 1280 } });
      } catch {
        button.hidden = true; // no camera, or nobody may use it: the file field is still there
        return;
      }
      video.hidden = false;
      button.textContent = button.dataset.shoot;
      return;
    }
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    canvas.toBlob((blob) => {
      const taken = new DataTransfer();
      taken.items.add(new File([blob], "photo.jpg", { type: blob.type }));
      field.files = taken.files;
      video.srcObject.getTracks().forEach((track) => track.stop());
      field.form.requestSubmit();
    }, "image/jpeg", 0.92);
  });
}
